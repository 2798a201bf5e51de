"""The command line: files and text in, files out.

command_line.py  which commands there are, help, exit codes
generate.py      music from a text
interpolate.py   music that leads from A to B
audio_to_audio.py  a sound painted again, or longer
audition.py      music from a list of texts, into a folder
options.py       what all commands that make music can be told
convert.py       sound to picture and back
jobs.py          many files in, many files out
"""

from riffdemo.cli.command_line import COMMANDS as COMMANDS
from riffdemo.cli.command_line import main as main
