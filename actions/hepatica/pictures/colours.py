"""The colours of pictures, as the widget has them on paper."""

PAPER = "#ffffff"
INK = "#24212e"
QUIET = "#504b5c"
ACCENT = "#47459a"
LINE = "#857f91"
GRID = "#cfccd6"
"""Behind what is drawn; nothing has to be read off it."""
