"""Music without end: what comes next, in one continuous sound.

riff.py       what a listener wishes: prompts with weights, seed, speed, what to start from
itinerary.py  where the next clip lies on the way from prompt to prompt and from seed to seed
step.py       next_clip: paint it, and continue the waveform of the one before
level.py      one slowly moving gain
pace.py       how many steps this machine has time for

Importing this package loads neither torch nor diffusers.
"""
