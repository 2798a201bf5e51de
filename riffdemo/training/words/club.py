"""Words: electronic music and beats.

Explained in notebook 08.
"""

from __future__ import annotations

from riffdemo.training.words.style_words import StyleWords

CLUB: dict[str, StyleWords] = {
    "techno": StyleWords.from_text(
        names="techno, minimal techno, warehouse techno, Detroit techno, acid techno, rave music",
        artists=(
            "Jeff Mills, Richie Hawtin, Carl Cox, Underground Resistance, Robert Hood, Kraftwerk, "
            "Surgeon, Laurent Garnier, Plastikman"
        ),
        scenes=(
            "a Berlin warehouse rave at 4 am, Detroit after midnight, a strobe-lit basement club, an "
            "industrial machine groove, a Berghain dance floor, a machine room, strobe lights at dawn, an "
            "underground club, pounding at three in the morning"
        ),
    ),
    "house": StyleWords.from_text(
        names="house, house music, deep house, Chicago house, French house, dance music",
        artists=(
            "Daft Punk, Frankie Knuckles, Masters at Work, Kerri Chandler, Larry Heard, Disclosure, "
            "Armand Van Helden, Todd Terry, Robin S"
        ),
        scenes=(
            "an Ibiza beach club, a Chicago dance floor in the eighties, a rooftop party at sunset, a "
            "disco-ball night club, a weekend DJ set, a pool party, a catwalk show, hands up on Saturday "
            "night, a terrace in Barcelona"
        ),
    ),
    "trance": StyleWords.from_text(
        names="trance, uplifting trance, progressive trance, Goa trance, festival EDM, eurodance",
        artists=(
            "Tiësto, Armin van Buuren, Paul van Dyk, Ferry Corsten, Above and Beyond, ATB, Darude, "
            "Chicane, Faithless"
        ),
        scenes=(
            "a festival main stage, hands in the air at sunrise, a laser show in Amsterdam, a Goa beach "
            "party, a nineties euro rave, an arena full of glow sticks, a rave in the desert, a summer "
            "festival, a superclub in 1999"
        ),
    ),
    "synthwave": StyleWords.from_text(
        names="synthwave, retrowave, eighties synth pop, outrun, new wave, electro pop",
        artists=(
            "Kavinsky, Depeche Mode, Vangelis, John Carpenter, a-ha, New Order, Gary Numan, Tangerine "
            "Dream, Pet Shop Boys"
        ),
        scenes=(
            "a neon night drive, an eighties movie soundtrack, Miami in 1985, a retro arcade in the rain, "
            "a chrome sports car at dusk, a VHS tape, a cyberpunk city, an eighties workout, a cop on a "
            "motorbike"
        ),
    ),
    "drum and bass": StyleWords.from_text(
        names="drum and bass, drum 'n' bass, jungle, liquid drum and bass, breakbeat, dnb",
        artists=(
            "Goldie, LTJ Bukem, Roni Size, Aphex Twin, The Prodigy, Pendulum, Squarepusher, Noisia, Photek"
        ),
        scenes=(
            "London in 1995, a Bristol basement, a warehouse in Hackney, a pirate radio night, a car "
            "chase through the city, skateboarding downhill, a rave in a railway arch, a racing game, an "
            "urban chase"
        ),
    ),
    "hip hop": StyleWords.from_text(
        names="hip hop, boom bap, rap beat, old school hip hop, rap instrumental, East Coast hip hop",
        artists=(
            "J Dilla, Wu-Tang Clan, A Tribe Called Quest, Dr. Dre, Nas, Public Enemy, OutKast, Gang "
            "Starr, Eminem"
        ),
        scenes=(
            "New York in the nineties, a Brooklyn street corner, a block party in the Bronx, a dusty "
            "crate of vinyl, a rap battle, a freestyle on the subway, graffiti and boomboxes, a head- "
            "nodding cypher, a corner store in Queens"
        ),
    ),
    "lo-fi": StyleWords.from_text(
        names="lo-fi, lofi hip hop, chillhop, chill beats, study beats, lo-fi beats",
        artists="Nujabes, Lofi Girl, Tomppabeats, Jinsang, Idealism, Madlib, Bonobo, Saib, Kupla",
        scenes=(
            "a rainy night at the desk, late night study session, a coffee shop in Tokyo, rain on a "
            "window, a sleepy Sunday morning, an anime girl doing homework, a quiet library, a cat on a "
            "windowsill, a foggy evening at home"
        ),
    ),
    "trap": StyleWords.from_text(
        names="trap, trap beat, Atlanta trap, southern rap, gangsta trap, drill",
        artists=(
            "Metro Boomin, Travis Scott, Migos, Future, Young Thug, Kendrick Lamar, Gucci Mane, 21 "
            "Savage, Kanye West"
        ),
        scenes=(
            "Atlanta at night, a bass-heavy car park, a tinted-window drive, a dark club in the south, "
            "diamonds and smoke, a strip club in Houston, a gangster movie, a luxury car at night, a "
            "gloomy penthouse"
        ),
    ),
}
