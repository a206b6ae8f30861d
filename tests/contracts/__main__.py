"""`python -m tests.contracts`: write the samples of events that have none yet."""

import sys

from shared.schemas import FOLDER
from tests.contracts.samples import missing

for path, text in missing().items():
    sys.stdout.write(f"{path.relative_to(FOLDER.parent)} written\n")
    path.write_text(text)
