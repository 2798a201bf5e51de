"""Words: classical, cinematic and everything else.

Explained in notebook 08.
"""

from __future__ import annotations

from riffdemo.training.words.style_words import StyleWords

SCORES: dict[str, StyleWords] = {
    "baroque": StyleWords.from_text(
        names="baroque, baroque music, fugue, baroque counterpoint, invention, early music",
        artists=(
            "Johann Sebastian Bach, Vivaldi, Handel, Scarlatti, Purcell, Telemann, Corelli, Rameau, Buxtehude"
        ),
        scenes=(
            "Leipzig in 1720, a prelude and fugue, a palace in Versailles, powdered wigs, a candle-lit "
            "chapel, a royal court, a salon in Venice, a church in Leipzig, a minuet in a "
            "mirror hall"
        ),
    ),
    "string quartet": StyleWords.from_text(
        names=(
            "string quartet, chamber music, classical chamber music, classical music, string trio, "
            "quartet for strings"
        ),
        artists="Mozart, Haydn, Beethoven, Schubert, Borodin, Dvořák, Mendelssohn, Bartók, the Kronos Quartet",
        scenes=(
            "a Viennese drawing room, a wedding reception, the classical period, an evening of chamber "
            "music, a court in Esterháza, a museum opening, an elegant dinner, a Jane Austen film, Vienna "
            "in 1790"
        ),
    ),
    "orchestral": StyleWords.from_text(
        names=(
            "orchestral, symphonic music, film score, symphony orchestra, cinematic music, epic soundtrack"
        ),
        artists=(
            "John Williams, Hans Zimmer, Gustav Mahler, Richard Wagner, Beethoven's symphonies, "
            "Tchaikovsky, Stravinsky, Ennio Morricone, Howard Shore"
        ),
        scenes=(
            "a heroic battle scene, a movie trailer, a concert hall, an epic fantasy quest, a spaceship "
            "leaving orbit, Star Wars, a sunrise over the mountains, a knight's last stand, an opera "
            "overture"
        ),
    ),
    "ambient": StyleWords.from_text(
        names="ambient, ambient music, ambient soundscape, meditation music, new age, space music",
        artists=(
            "Brian Eno, Harold Budd, Stars of the Lid, Boards of Canada, Sigur Rós, Aphex Twin's ambient "
            "works, Jon Hopkins, Max Richter, Ólafur Arnalds"
        ),
        scenes=(
            "floating in space, a misty lake at dawn, a yoga class, northern lights, under water, a spa, "
            "drifting clouds, an empty planetarium, falling snow"
        ),
    ),
    "drone": StyleWords.from_text(
        names="drone, drone music, dark ambient, deep sustained drone, minimal drone, ritual drone",
        artists=(
            "Sunn O))), La Monte Young, Éliane Radigue, Tim Hecker, Lustmord, Phill Niblock, Coil, Nurse With "
            "Wound, Thomas Köner"
        ),
        scenes=(
            "a monastery in the fog, an abandoned factory, a horror film cave, an endless night, the "
            "bottom of the sea, a black hole, a Tibetan temple, a nightmare, an engine deep in a ship"
        ),
    ),
    "chiptune": StyleWords.from_text(
        names="chiptune, 8-bit music, video game music, Game Boy music, NES soundtrack, bitpop",
        artists=(
            "Koji Kondo, Anamanaguchi, Rob Hubbard, Super Mario, Mega Man, Disasterpeace, Yuzo Koyama, "
            "Chipzel, Tetris"
        ),
        scenes=(
            "an arcade in 1987, a boss fight, a pixel platformer, a handheld console, a high score "
            "screen, a Commodore 64, a level-up screen, a retro racing game, a space invaders machine"
        ),
    ),
    "marching band": StyleWords.from_text(
        names="marching band, military march, brass band march, parade music, wind band, circus march",
        artists=(
            "John Philip Sousa, Julius Fučík, Kenneth Alford, Edward Elgar, the Grimethorpe band, the "
            "Royal Marines, Kenneth J. Alford, Henry Fillmore, Johann Strauss's Radetzky march"
        ),
        scenes=(
            "a parade on the fourth of July, a football half-time show, soldiers marching, a circus "
            "entrance, a village fête, an Olympic ceremony, a small town festival, a brass band contest, "
            "Prussian soldiers"
        ),
    ),
    "church bells": StyleWords.from_text(
        names="church bells, tolling bells, bell ringing, cathedral bells, carillon, chimes",
        artists=(
            "Arvo Pärt, a carillonneur, Tubular Bells, Big Ben, Westminster chimes, Big Ben at noon, "
            "Rachmaninoff's bells, the bells of Notre Dame, Jonathan Harvey"
        ),
        scenes=(
            "a cathedral on Sunday morning, a funeral in a village, midnight from the clock tower, a "
            "wedding in Italy, a Christmas morning, an Orthodox Easter, a town square at twelve, a "
            "monastery on a hill, the hour striking"
        ),
    ),
    "raga": StyleWords.from_text(
        names=(
            "raga, Indian classical music, Hindustani music, Indian music, sitar music, Bollywood classical"
        ),
        artists=(
            "Ravi Shankar, Zakir Hussain, Anoushka Shankar, Nikhil Banerjee, George Harrison in India, "
            "Ali Akbar Khan, Hariprasad Chaurasia, Bismillah Khan, Talvin Singh"
        ),
        scenes=(
            "the banks of the Ganges, a temple in Varanasi, incense and silk, a palace in Rajasthan, an "
            "evening raga in Calcutta, a yoga ashram, a wedding in Delhi, a snake charmer, sunrise over "
            "the Himalayas"
        ),
    ),
    "lullaby": StyleWords.from_text(
        names="lullaby, nursery music, cradle song, children's music, bedtime music, baby sleep music",
        artists=(
            "Brahms's lullaby, a music box ballerina, Joe Hisaishi, Mister Rogers, Schumann's scenes from "
            "childhood, Raffi, Fauré's Dolly suite, Mozart's little star, Claude Debussy's children's "
            "corner"
        ),
        scenes=(
            "a baby falling asleep, a child's bedroom, a toy shop window, a starry night, once upon a "
            "time, a mobile above a cot, a teddy bear, good night moon, a fairy tale"
        ),
    ),
}
