"""From text and seeds to pictures.

pipeline.py    RiffPipeline: Stable Diffusion's pipeline with what music needs
recipe.py      what a picture is made from, and how far it is
latents.py     noise, interpolation, masks: pure functions of tensors
prompts.py     weights in a prompt: "(jazz:1.3)"
embeddings.py  prompts to embeddings, remembered
schedulers.py  the choice of schedulers, by name
wrapping.py    convolutions that are circular in time, for loops

Importing this package alone loads neither torch nor diffusers.

Explained in notebooks 06 and 07.
"""
