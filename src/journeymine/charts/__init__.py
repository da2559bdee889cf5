"""Frames to plotly figures; the only package that knows plotly."""
