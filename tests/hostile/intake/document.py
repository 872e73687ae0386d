# outcome: rejected
# because: There is no models.py
# alone: is neither a Python file
# says: a document of Word's is a zip without an answer
from tests.hostile.handing import put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "models.docx", zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
