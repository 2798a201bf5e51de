"""Music without end: what comes next, in one continuous sound.

riff.py       what a listener wishes: prompts with weights, seed, speed, what to start from
start.py      the picture that clips start from
itinerary.py  where the next clip lies on the way from prompt to prompt and from seed to seed
step.py       next_clip: paint it, and continue the waveform of the one before
tail.py       how a clip continues the waveform of the one before
level.py      one slowly moving gain
pace.py       how many steps this machine has time for
join.py       clips as one sound

Importing this package loads neither torch nor diffusers.

Explained in notebook 07.
"""
