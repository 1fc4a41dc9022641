"""A chart laid out as a sheet: its title, what is drawn, and who was studied with the source."""

from hepatica.answers.contract_charts import IconChart, ShownChart
from hepatica.pictures.curves import lay_curve
from hepatica.pictures.lettering import SMALL, TITLE
from hepatica.pictures.people import lay_people
from hepatica.pictures.shapes import Sheet
from hepatica.pictures.words import Language
from hepatica.pictures.writing import MARGIN, WIDTH, write

GAP = 24


def sheet_of(chart: ShownChart, language: Language) -> Sheet:
    """Where everything of a chart stands, in a picture 720 wide and as high as it must be."""
    sheet = Sheet(WIDTH, language)
    top = write(sheet, chart.title, TITLE, MARGIN - 8) + 12
    if isinstance(chart, IconChart):
        top = lay_people(sheet, chart, top)
    else:
        top = lay_curve(sheet, chart, top)
    sheet.height = write(sheet, chart.caption, SMALL, top + GAP) + MARGIN
    return sheet
