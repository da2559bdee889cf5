"""`python -m journeymine` is the same command as `journeymine`."""

from journeymine.cli import main

if __name__ == "__main__":
    main()
