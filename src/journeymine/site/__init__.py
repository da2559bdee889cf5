"""The static site of a night: frames in, a folder of escaped, self-contained pages out."""
