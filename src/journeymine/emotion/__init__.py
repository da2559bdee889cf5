"""How customers felt along the journey: a curve over stages and touchpoints. Frames in, frames out."""
