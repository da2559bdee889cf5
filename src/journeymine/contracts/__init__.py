"""Shapes that cross a boundary: landed files and the glossary of columns."""
