# outcome: rejected
# because: larger than
# says: zeros that pack a thousandfold are not unpacked
from tests.hostile.handing import put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"models.py": bytes(50 * 1024 * 1024)}))
