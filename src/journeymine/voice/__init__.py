"""What customers say: the scores they give. Frames in, frames out."""
