"""Settings that hold for every test."""

import os

# At the sizes used here threads wait for each other longer than they work, most of all on a busy machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
