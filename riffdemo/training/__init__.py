"""How the shipped model is made, from nothing but code: corpus, captions, rendering, training, tuning, evaluation.

`lora` teaches it a sound of your own; `toy` is a model in the plane, trained in seconds.

Explained in notebook 08.
"""
