"""Words: electronic music and beats.

Explained in notebook 08.
"""

from __future__ import annotations

from riffdemo.training.words.style_words import StyleWords

CLUB: dict[str, StyleWords] = {
    "techno": StyleWords.from_text(
        names=(
            "techno, minimal techno, warehouse techno, Detroit techno, acid techno, rave music, industrial "
            "techno, dub techno, hard techno, hypnotic techno, peak-time techno, electronic body music"
        ),
        artists=(
            "Jeff Mills, Richie Hawtin, Carl Cox, Underground Resistance, Robert Hood, Kraftwerk, Surgeon, "
            "Laurent Garnier, Plastikman, Juan Atkins, Derrick May, Kevin Saunderson, Basic Channel, Ellen "
            "Allien, Nina Kraviz, Charlotte de Witte, Amelie Lens, Adam Beyer, Ben Klock, Marcel Dettmann, "
            "Sven Väth, Chris Liebing, DVS1, Speedy J, Joey Beltram, Dave Clarke, Luke Slater, Drexciya, "
            "Hardfloor, Josh Wink, Orbital, Underworld, Paul Kalkbrenner, Helena Hauff, Tresor Records, "
            "Ostgut Ton, Drumcode, Mijk van Dijk, Planetary Assault Systems, Regis, Rødhåd, Maceo Plex, "
            "Green Velvet, Nitzer Ebb"
        ),
        scenes=(
            "a Berlin warehouse rave at 4 am, Detroit after midnight, a strobe-lit basement club, an "
            "industrial machine groove, a Berghain dance floor, a machine room, strobe lights at dawn, an "
            "underground club, pounding at three in the morning, an acid bassline box, a modular rig of "
            "patch cables, a concrete bunker in Kreuzberg, sunrise behind a power station, a fog machine "
            "and a single red lamp, assembly line robots, the Love Parade, a darkroom behind an iron door, "
            "the bouncer at the door of a club, an after-hours set in Frankfurt, a factory hall in "
            "Rotterdam, an illegal party in a quarry, an all-nighter in Tbilisi, a Motor City car plant, "
            "pistons and conveyor belts, a rave in a gasworks, earplugs and water bottles, a sequencer "
            "running by itself, a cold mechanical pulse, stomping boots on steel plates, an afterhour that "
            "lasts till Monday, hydraulic presses, a sub-level parking deck with lasers, a closing set "
            "that never ends, turbines and generators, Manchester warehouses in 1990, an industrial estate "
            "at five in the morning, a club toilet queue in Neukölln, monotone repetition for dancers, a "
            "marathon set in the dark, a turbine hall, an escalator into a vault, a squelching acid squeal"
        ),
    ),
    "house": StyleWords.from_text(
        names=(
            "house, house music, deep house, Chicago house, French house, dance music, acid house, tech "
            "house, garage house, soulful house, progressive house, club house"
        ),
        artists=(
            "Daft Punk, Frankie Knuckles, Masters at Work, Kerri Chandler, Larry Heard, Disclosure, Armand "
            "Van Helden, Todd Terry, Robin S, Marshall Jefferson, Mr. Fingers, Inner City, Ron Hardy, "
            "Larry Levan, Louie Vega, Kenny Dope, Moodymann, Theo Parrish, Roger Sanchez, Bob Sinclar, "
            "Cassius, Stardust, Modjo, Étienne de Crécy, Basement Jaxx, Duke Dumont, Fisher, Chris Lake, "
            "Swedish House Mafia, Black Coffee, Honey Dijon, Peggy Gou, Purple Disco Machine, Erick "
            "Morillo, Crystal Waters, CeCe Peniston, Barbara Tucker, Ultra Naté, Defected Records, Trax "
            "Records, Strictly Rhythm, Steve Silk Hurley"
        ),
        scenes=(
            "an Ibiza beach club, a Chicago dance floor in the eighties, a rooftop party at sunset, a "
            "disco-ball night club, a weekend DJ set, a pool party, a catwalk show, hands up on Saturday "
            "night, a terrace in Barcelona, the Warehouse in Chicago, a DJ mixer with two Technics decks, "
            "vogueing on a runway, the ballroom houses of Harlem drag queens, cocktails by a rooftop pool, "
            "a yacht off Mykonos, a fashion show in Milan, a fitness studio, the Hacienda in Manchester, "
            "smiley badges and bucket hats, a summer terrace with sunglasses, a boutique hotel bar, a "
            "shuffle dance, the second summer of love, a Sunday daytime party, a filtered loop with a "
            "sidechained pump, pride weekend, a shop that sells swimwear, girls on heels going out, a "
            "Paris apartment party, tech workers after hours, a brunch party in Johannesburg, a Balearic "
            "sundowner, Space on the island at noon, warm-up hour at the club, a diva on the microphone, a "
            "champagne bar, beach volleyball and bikinis, a convertible along the Riviera, a hen party on "
            "the dance floor, jacking bodies, confetti from the ceiling of a club"
        ),
    ),
    "trance": StyleWords.from_text(
        names=(
            "trance, uplifting trance, progressive trance, Goa trance, festival EDM, eurodance, psytrance, "
            "hard trance, tech trance, hands-up, big room EDM, Balearic trance"
        ),
        artists=(
            "Tiësto, Armin van Buuren, Paul van Dyk, Ferry Corsten, Above and Beyond, ATB, Darude, "
            "Chicane, Faithless, Gareth Emery, Andrew Rayel, Markus Schulz, Cosmic Gate, Aly and Fila, "
            "Dash Berlin, Gabriel and Dresden, Robert Miles, Sash!, Alice Deejay, Vengaboys, 2 Unlimited, "
            "Scooter, Infected Mushroom, Astral Projection, Hallucinogen, Vini Vici, Rank 1, System F, "
            "Solarstone, Rui da Silva, BT, Sasha and Digweed, Energy 52, Avicii, Martin Garrix, Hardwell, "
            "Zedd, Cascada, Basshunter, Gigi D'Agostino, Eiffel 65, Lange, Signum, Anjunabeats"
        ),
        scenes=(
            "a festival main stage, hands in the air at sunrise, a laser show in Amsterdam, a Goa beach "
            "party, a nineties euro rave, an arena full of glow sticks, a rave in the desert, a summer "
            "festival, a superclub in 1999, a supersaw lead climbing to the drop, an endless breakdown "
            "before the drop, fluorescent tapestries in a forest, whistles and white gloves, a LED wall "
            "with pyrotechnics, a crystal rave in Ibiza's Privilege, a full moon party in Thailand, arms "
            "raised toward the laser beams, a spiritual rave journey, a stadium in Utrecht, neon face "
            "paint, fire dancers on the sand at Anjuna, a roller coaster at a funfair, a bumper car ride, "
            "a hands-in-the-air anthem, an astral voyage, flags waving before the main stage, an outdoor "
            "rave near Tel Aviv, a trip to another galaxy with lasers, a Dutch DJ behind a pyramid of "
            "light, fluffy boots and furry leg warmers, a candy raver with bracelets, an A State of Trance "
            "broadcast, goosebumps at the climax, rising arpeggios, a gated pad swelling, psychedelic "
            "fractals, a countdown before the drop, a Eurovision party number, tears on the dance floor at "
            "sunrise, an energy drink commercial, wind turbines at dawn in Holland, ecstasy among thousands"
        ),
    ),
    "synthwave": StyleWords.from_text(
        names=(
            "synthwave, retrowave, eighties synth pop, outrun, new wave, electro pop, darkwave, dreamwave, "
            "synth pop, vaporwave, chillwave, electroclash"
        ),
        artists=(
            "Kavinsky, Depeche Mode, Vangelis, John Carpenter, a-ha, New Order, Gary Numan, Tangerine "
            "Dream, Pet Shop Boys, Perturbator, Carpenter Brut, Com Truise, FM-84, Gunship, Mitch Murder, "
            "Lazerhawk, Timecop1983, Power Glove, Jan Hammer, Harold Faltermeyer, Soft Cell, Eurythmics, "
            "Human League, Ultravox, Tears for Fears, Yazoo, OMD, Visage, Alphaville, Chvrches, M83, The "
            "Weeknd, Kim Wilde, Jean-Michel Jarre, Survive, Chromatics, Desire, Electric Youth, Cyndi "
            "Lauper, Thomas Dolby, Michael Sembello"
        ),
        scenes=(
            "a neon night drive, an eighties movie soundtrack, Miami in 1985, a retro arcade in the rain, "
            "a chrome sports car at dusk, a VHS tape, a cyberpunk city, an eighties workout, a cop on a "
            "motorbike, Miami Vice, Blade Runner streets, the opening of Stranger Things, a Delorean at 88 "
            "miles per hour, a purple grid horizon, a wireframe landscape, palm trees against a magenta "
            "sun, a Testarossa on the coast road, hologram billboards, a Walkman and leg warmers, shoulder "
            "pads and big hair, mirrored aviators at night, a Yamaha DX7, rain on chrome, a video rental "
            "store, MTV in 1984, a mall with a fountain, a replicant in love, a slasher film title "
            "sequence, a teen film prom in 1986, a training montage, a Ferrari poster on the wall, a robot "
            "detective, a laser grid, eyeliner and skinny ties, New Romantics in London, a cassette deck, "
            "an android's dream, a computer hacker in a basement in 1983, a sunset over Los Angeles with "
            "pink clouds, highway lights blurring past, Tokyo neon reflected in puddles, a Rubik's cube"
        ),
    ),
    "drum and bass": StyleWords.from_text(
        names=(
            "drum and bass, drum 'n' bass, jungle, liquid drum and bass, breakbeat, dnb, neurofunk, "
            "jump-up, ragga jungle, breakcore, big beat, atmospheric jungle, halftime bass music"
        ),
        artists=(
            "Goldie, LTJ Bukem, Roni Size, Aphex Twin, The Prodigy, Pendulum, Squarepusher, Noisia, "
            "Photek, Shy FX, Sub Focus, Chase and Status, High Contrast, Netsky, London Elektricity, "
            "Calibre, Ed Rush and Optical, Dillinja, Grooverider, Fabio, Source Direct, 4hero, Alix Perez, "
            "Camo and Krooked, Rudimental, DJ Hype, Hospital Records, Metalheadz, Ram Records, Kemistry "
            "and Storm, Black Sun Empire, Teebee, Omni Trio, Venetian Snares, Congo Natty, Rebel MC, "
            "Wilkinson, DJ Marky, Logistics, The Amen break, Dieselboy, Bad Company UK"
        ),
        scenes=(
            "London in 1995, a Bristol basement, a warehouse in Hackney, a pirate radio night, a car chase "
            "through the city, skateboarding downhill, a rave in a railway arch, a racing game, an urban "
            "chase, the Amen break chopped up, a Reese growl, a rewind from the MC, gun fingers in the "
            "air, a dubplate at Music House, an Akai sampler, a junglist in a bomber jacket, a council "
            "estate in East London, the Blue Note in Hoxton, Notting Hill at midnight, a tower block roof "
            "with an aerial, a parkour run across roofs, a snowboard video, BMX stunts, a bullet train, a "
            "PlayStation racer, a Matrix corridor, a runaway subway train, a festival tent at Boomtown, a "
            "liquid roller, an adrenaline rush, a computer virus spreading, a wobbling low end, soundboy "
            "business, stacks of speakers in a railway arch, camouflage trousers and trainers, a Kiss FM "
            "broadcast, robots fighting in an alley, a bassbin rattling the ribs, a packed student night "
            "in Leeds, a helicopter over rooftops, sprinting for the last tube"
        ),
    ),
    "hip hop": StyleWords.from_text(
        names=(
            "hip hop, boom bap, rap beat, old school hip hop, rap instrumental, East Coast hip hop, golden "
            "age hip hop, jazz rap, G-funk, conscious rap, underground hip hop, turntablism"
        ),
        artists=(
            "J Dilla, Wu-Tang Clan, A Tribe Called Quest, Dr. Dre, Nas, Public Enemy, OutKast, Gang Starr, "
            "Eminem, Biggie, Mobb Deep, De La Soul, The Roots, Run-DMC, LL Cool J, Grandmaster Flash, "
            "Afrika Bambaataa, Big Daddy Kane, Rakim, KRS-One, Pete Rock, DJ Premier, Mos Def, Talib "
            "Kweli, Common, Busta Rhymes, Missy Elliott, Lauryn Hill, The Fugees, Cypress Hill, Ice Cube, "
            "N.W.A, MF DOOM, Beastie Boys, DJ Shadow, Jurassic 5, The Pharcyde, Slick Rick, Salt-N-Pepa, "
            "IAM from Marseille, Warren G, Redman and Method Man"
        ),
        scenes=(
            "New York in the nineties, a Brooklyn street corner, a block party in the Bronx, a dusty crate "
            "of vinyl, a rap battle, a freestyle on the subway, graffiti and boomboxes, a head-nodding "
            "cypher, a corner store in Queens, an MPC sampler, two turntables and a microphone, "
            "breakdancers on cardboard, a b-boy spinning on his head, a DJ in Queensbridge, sneakers with "
            "fat laces, gold chains and Kangol hats, a Cadillac in Compton with hydraulics, lowriders on "
            "Crenshaw, a basketball court behind a fence, a spray can and a train yard, a mixtape sold "
            "from a car boot, baggy jeans and Timberlands, an MC with a notebook of rhymes, rhymes over a "
            "looped break, a cipher on a Staten Island stoop, a hot summer on the block, a fire hydrant "
            "spraying kids, a barber shop in Philadelphia, a Marseille housing estate, Yo! MTV Raps, a "
            "swaggering walk, a hoodie in the cold, a bodega cat, a crate digger in a record shop, a "
            "ghetto blaster on the shoulder, a boxer's training run in Brooklyn, beatboxing in the "
            "schoolyard, a Source magazine cover, the five boroughs, a West Coast barbecue, a verse about "
            "growing up poor"
        ),
    ),
    "lo-fi": StyleWords.from_text(
        names=(
            "lo-fi, lofi hip hop, chillhop, chill beats, study beats, lo-fi beats, jazzhop, trip hop, "
            "downtempo beats, bedroom beats, sleepy beats, relax beats"
        ),
        artists=(
            "Nujabes, Lofi Girl, Tomppabeats, Jinsang, Idealism, Madlib, Bonobo, Saib, Kupla, DJ Okawari, "
            "Joji, Jazzinuf, Sleepy Fish, Philanthrope, Aso, eevee, wün, Kudasai, Bsd.u, Elijah Who, "
            "Knxwledge, Potsu, In Love With a Ghost, Birocratic, Flughand, FloFilz, Mndsgn, L'indécis, Wun "
            "Two, Emancipator, Massive Attack, Portishead, Tricky, Morcheeba, Thievery Corporation, Kruder "
            "and Dorfmeister, Zero 7, Röyksopp, Samurai Champloo, Tycho, Khruangbin, Chillhop Music, "
            "College Music, Quickly Quickly"
        ),
        scenes=(
            "a rainy night at the desk, late night study session, a coffee shop in Tokyo, rain on a "
            "window, a sleepy Sunday morning, an anime girl doing homework, a quiet library, a cat on a "
            "windowsill, a foggy evening at home, a dusty cassette, crackling vinyl and tape hiss, a "
            "Pomodoro timer, homework by lamplight, a mug of tea and a blanket, headphones on a night bus, "
            "exam week, a dorm room at two in the morning, a houseplant on the sill, revising for finals, "
            "a laptop in a café corner, a lazy afternoon indoors, a slow train through suburbs, fairy "
            "lights above the bed, a bathrobe and slippers, a Shibuya side street in drizzle, a "
            "convenience store at midnight in Osaka, a journal and a fountain pen, coding until dawn, a "
            "quiet shift at the bookshop, an after-school nap, a ramen counter in the rain, a scented "
            "candle, a livestream to focus, steam from a cup, city lights from the balcony, a Studio "
            "Ghibli kitchen, a purring kitten on a keyboard, an old SP-404, wobbly tape pitch, snoozing on "
            "the sofa, a cosy autumn day with a sweater, an evening alone with a sketchbook, a bedroom "
            "producer, a vending machine glowing, thinking of someone far away"
        ),
    ),
    "trap": StyleWords.from_text(
        names=(
            "trap, trap beat, Atlanta trap, southern rap, gangsta trap, drill, dark trap, Memphis rap, "
            "phonk, drill rap, cloud rap, mumble rap, EDM trap"
        ),
        artists=(
            "Metro Boomin, Travis Scott, Migos, Future, Young Thug, Kendrick Lamar, Gucci Mane, 21 Savage, "
            "Kanye West, Drake, Lil Wayne, T.I., Jeezy, Lil Uzi Vert, Playboi Carti, Cardi B, Nicki Minaj, "
            "Megan Thee Stallion, Offset, Quavo, Takeoff, Pop Smoke, Chief Keef, Central Cee, Lex Luger, "
            "Zaytoven, Mike Will Made It, Southside, Murda Beatz, Pi'erre Bourne, Waka Flocka Flame, Three "
            "6 Mafia, Rick Ross, A$AP Rocky, Post Malone, XXXTentacion, Juice WRLD, Lil Baby, Gunna, "
            "DaBaby, RL Grime, Baauer, Bad Bunny, Roddy Ricch, DJ Mustard"
        ),
        scenes=(
            "Atlanta at night, a bass-heavy car park, a tinted-window drive, a dark club in the south, "
            "diamonds and smoke, a strip club in Houston, a gangster movie, a luxury car at night, a "
            "gloomy penthouse, an 808 that shakes the boot, rattling hi-hats in triplets, a Lamborghini "
            "Urus, a wad of hundred dollar bills, a Rolex covered in ice, Balenciaga and Gucci, gold "
            "grills on teeth, purple lean in a double cup, a Magic City Monday, a ski mask and a hoodie, a "
            "kitchen with a scale, hustlers on the corner in Bankhead, a bando with boarded windows, "
            "Chicago's south side in winter, a council block in Brixton, a stack of cash on the table, a "
            "Mercedes with blacked-out glass, a subwoofer in the trunk, an Instagram flex, a weightlifting "
            "session, a boxing ring walk-out, a Fortnite montage, a TikTok challenge, a drift car video, a "
            "pitched-down voice and an air horn, an FL Studio laptop, a mansion party in Miami hills, a "
            "bodyguard in a black suit, a private jet with champagne, a mugshot on the news, tattooed "
            "faces, a menacing stare, a Memphis cassette from 1995, a dice game in an alley, spinning rims"
        ),
    ),
}
