"""The views of every feature, and the rows they are made from, live beside the features."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "features"))
sys.path.insert(0, str(Path(__file__).parents[1] / "house"))
