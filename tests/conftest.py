"""Settings that hold for every test."""

import os

# Two threads are as fast as more at the sizes used here, and do not fight for the cores of a busy machine.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
