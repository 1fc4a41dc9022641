"""Charts of the answer contract as PNG pictures, for channels that can show no other."""

from hepatica.pictures.drawing import png_of
from hepatica.pictures.orders import BadOrder, picture_of
from hepatica.pictures.sheets import sheet_of

__all__ = ["BadOrder", "picture_of", "png_of", "sheet_of"]
