"""Long sounds, window by window.

columns.py  the columns of a sound on disk: their magnitudes, their samples, a picture of them all
sweep.py    a whole sound, painted again
growth.py   what follows on a sound
painter.py  one window: from the source's magnitudes to the painted ones
report.py   how far it is
mask.py     which times and frequencies are painted anew, in pictures and in sound

Explained in notebook 07.
"""
