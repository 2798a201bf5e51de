"""How the shipped model is made, from nothing but code: corpus, captions, rendering, training, evaluation.

Explained in notebook 08.
"""
