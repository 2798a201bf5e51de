"""Words: classical, cinematic and everything else.

Explained in notebook 08.
"""

from __future__ import annotations

from riffdemo.training.words.style_words import StyleWords

SCORES: dict[str, StyleWords] = {
    "baroque": StyleWords.from_text(
        names=(
            "baroque, baroque music, fugue, baroque counterpoint, invention, early music, late baroque, "
            "German baroque, Italian baroque, French baroque, toccata, concerto grosso, baroque suite, "
            "polyphony, harmonic counterpoint"
        ),
        artists=(
            "Johann Sebastian Bach, Vivaldi, Handel, Scarlatti, Purcell, Telemann, Corelli, Rameau, "
            "Buxtehude, Pachelbel, Frescobaldi, Lully, Marin Marais, Charpentier, Albinoni, Geminiani, "
            "Tartini, Marcello, Pergolesi, Froberger, Sweelinck, William Byrd, John Dowland, Orlando "
            "Gibbons, Henry Purcell's Dido, Zelenka, Biber, Schütz, Weiss, Carl Philipp Emanuel Bach, The "
            "Four Seasons by Vivaldi, The Well-Tempered Clavier, Goldberg Variations, The Art of Fugue, "
            "Brandenburg Concertos, Handel's Messiah, Zadok the Priest, Wendy Carlos's Switched-On Bach, "
            "Glenn Gould, Wanda Landowska, Gustav Leonhardt, Trevor Pinnock, Jordi Savall, Les Arts "
            "Florissants, Il Giardino Armonico, Palestrina, Gabrieli"
        ),
        scenes=(
            "Leipzig in 1720, a prelude and fugue, a palace in Versailles, powdered wigs, a candle-lit "
            "chapel, a royal court, a salon in Venice, a church in Leipzig, a minuet in a mirror hall, "
            "Louis XIV, the Sun King's court, Versailles gardens, figured bass and continuo, trills and "
            "mordents, a two-part canon, a subject and its answer, a sequence of fifths, a sarabande and a "
            "gigue, a gavotte in buckled shoes, a bourrée, an allemande, a courante, terraced dynamics, "
            "period instruments with gut, a Lutheran cantor, St Thomas in Leipzig, Weimar in 1710, "
            "Köthen's prince, Dresden's court, Venice's Ospedale orphans, a gondola on the Grand Canal, "
            "Rome under the popes, London's Haymarket in 1730, royal fireworks on the Thames, a golden "
            "altar with cherubs, frescoed ceilings, Rembrandt's studio, a Vermeer interior, lace collars "
            "and quill pens, brocade coats, a duel with rapiers, musketeers, Barry Lyndon, a cabinet of "
            "curiosities, a mathematical puzzle, a counterpoint exercise, snuff boxes and powder, "
            "courtiers bowing"
        ),
    ),
    "string quartet": StyleWords.from_text(
        names=(
            "string quartet, chamber music, classical chamber music, classical music, string trio, quartet "
            "for strings, classical quartet, romantic chamber music, Viennese classical, string ensemble "
            "music, recital music, salon music"
        ),
        artists=(
            "Mozart, Haydn, Beethoven, Schubert, Borodin, Dvořák, Mendelssohn, Bartók, the Kronos Quartet, "
            "Luigi Boccherini, Smetana, Janáček, Shostakovich's eighth, Ligeti, Philip Glass, Steve "
            "Reich's Different Trains, Terry Riley, Death and the Maiden, Eine kleine Nachtmusik, The Lark "
            "by Haydn, the Razumovsky set, the Grosse Fuge, the Amadeus Quartet, the Emerson Quartet, the "
            "Alban Berg players, the Takács Quartet, the Borodin players, the Brodsky Quartet, the "
            "Guarneri ensemble, Vitamin String Quartet, Bridgerton, Yo-Yo Ma, Yehudi Menuhin, Itzhak "
            "Perlman, Jascha Heifetz, Pablo Casals, Anne-Sophie Mutter, Joseph Joachim, Hugo Wolf's "
            "serenade, Salieri, Carl Stamitz, Dittersdorf, Cherubini, Spohr"
        ),
        scenes=(
            "a Viennese drawing room, a wedding reception, the classical period, an evening of chamber "
            "music, a court in Esterháza, a museum opening, an elegant dinner, a Jane Austen film, Vienna "
            "in 1790, bows and rosin, four players in black, four music stands in a half circle, a sonata "
            "form, a scherzo and trio, a slow movement with mutes, a Wigmore Hall recital, a Stradivarius, "
            "a country house in England, Pride and Prejudice, a Georgian drawing room, silverware and "
            "candlelight, a bride walking down the aisle, canapés and prosecco, a garden wedding, a civil "
            "ceremony, a chamber in Budapest, a Prague palace, Salzburg, Prince Lobkowitz's salon, Count "
            "Razumovsky, a gallery opening with champagne, a university lecture hall, a conservatory exam, "
            "a sinking ship's musicians, an intimate conversation of four, a courtly rococo picnic, "
            "porcelain figurines, an Enlightenment library, a chess game, an aristocrat's supper, "
            "afternoon tea with scones, a charity gala, a costume drama, legato and spiccato, double "
            "stops, a house concert in Berlin, a lake villa, a Beethoven bust, serious listeners in silence"
        ),
    ),
    "orchestral": StyleWords.from_text(
        names=(
            "orchestral, symphonic music, film score, symphony orchestra, cinematic music, epic "
            "soundtrack, classical symphony, epic orchestral, romantic symphony, trailer music, fantasy "
            "score, opera overture, adventure score, tone poem, video game score"
        ),
        artists=(
            "John Williams, Hans Zimmer, Gustav Mahler, Richard Wagner, Beethoven's symphonies, "
            "Tchaikovsky, Stravinsky, Ennio Morricone, Howard Shore, Anton Bruckner, Richard Strauss, "
            "Rimsky-Korsakov, Mussorgsky, Berlioz, Edvard Grieg's Peer Gynt, Jean Sibelius's Finlandia, "
            "Gustav Holst, The Planets, Ralph Vaughan Williams, Aaron Copland, Carl Orff, Carmina Burana, "
            "Verdi, Puccini, Rossini, Jerry Goldsmith, James Horner, Alan Silvestri, Danny Elfman, Bernard "
            "Herrmann, Max Steiner, Erich Korngold, Elmer Bernstein, John Barry, Michael Giacchino, Ramin "
            "Djawadi, Two Steps from Hell, Thomas Bergersen, Klaus Badelt, Jeremy Soule, Nobuo Uematsu, "
            "Pirates of the Caribbean, Jurassic Park, Indiana Jones, The Lord of the Rings, Game of "
            "Thrones, Ride of the Valkyries, Leonard Bernstein"
        ),
        scenes=(
            "a heroic battle scene, a movie trailer, a concert hall, an epic fantasy quest, a spaceship "
            "leaving orbit, Star Wars, a sunrise over the mountains, a knight's last stand, a conductor's "
            "baton, a full house at Carnegie Hall, the Berlin Philharmonie, a rousing finale, a crescendo "
            "of a hundred players, timpani thundering, tremolo and fanfares, a superhero flying, a dragon "
            "soaring over castles, cavalry charging downhill, a Roman arena with gladiators, a pirate "
            "galleon in a storm, an eagle above canyons, an army of orcs defeated, a kingdom restored, a "
            "coronation of a king, a hero returning home, dinosaurs behind the fence, a rocket lifting "
            "off, a galaxy far away, an alien invasion, the Titanic leaving Southampton, a wizard's "
            "school, a desert epic with camels, an Oscar-winning score, the closing credits of an epic, "
            "opening titles in widescreen, a 20th-century studio logo, an Alpine panorama, the birth of a "
            "planet, a Viking voyage with sails, the fate of the world, Mount Doom, an emperor's throne, a "
            "National Day gala, Salzburg's festival, La Scala, an opera hero's death, Napoleon's cannons"
        ),
    ),
    "ambient": StyleWords.from_text(
        names=(
            "ambient, ambient music, ambient soundscape, meditation music, new age, space music, ethereal "
            "music, sleep music, spa music, chillout, healing music"
        ),
        artists=(
            "Brian Eno, Harold Budd, Stars of the Lid, Boards of Canada, Sigur Rós, Aphex Twin's ambient "
            "works, Jon Hopkins, Max Richter, Ólafur Arnalds, Laraaji, Steve Roach, Hiroshi Yoshimura, "
            "Satoshi Ashikawa, Midori Takada, Ryuichi Sakamoto, Alva Noto, Fennesz, William Basinski, "
            "Grouper, Julianna Barwick, Hammock, Eluvium, Loscil, Biosphere, The Orb, KLF's Chill Out, "
            "Global Communication, Ulrich Schnauss, Robin Guthrie, Cocteau Twins, Nils Frahm, A Winged "
            "Victory for the Sullen, Marconi Union, Gas by Wolfgang Voigt, Klaus Schulze, Cluster, Popol "
            "Vuh, Kitaro, Deuter, Enigma, Liquid Mind, Moby's Hotel Ambient, Suzanne Ciani, Mort Garson's "
            "Plantasia, Music for Airports, Selected Ambient Works, C418, Minecraft, Kankyō Ongaku, "
            "Windham Hill, Huerco S."
        ),
        scenes=(
            "floating in space, a misty lake at dawn, a yoga class, northern lights, under water, a spa, "
            "drifting clouds, an empty planetarium, falling snow, a floatation tank, a massage with warm "
            "oil, a sauna and a plunge pool, a lotus position, crystals and sage, a sleep app, a lavender "
            "pillow, sleepless nights made soft, an aquarium with jellyfish, a coral reef, an iceberg "
            "drifting, Iceland in winter, a glacier, a pine forest in fog, moss and ferns, a Zen garden "
            "with raked gravel, a bamboo grove, dew on grass, a summer rain far off, the Milky Way, the "
            "International Space Station, Earth from orbit, a nebula, zero gravity, an astronaut's dream, "
            "a moonlit desert, sand dunes at dusk, wind in the reeds, a slow sunrise, an airport at four "
            "in the morning, a museum installation, a hospital waiting area, a birth in water, a daydream, "
            "clouds seen from a plane, a reverb tail, granular textures, a Minecraft meadow, silence after "
            "snowfall, thinking of nothing, an incense stick"
        ),
    ),
    "drone": StyleWords.from_text(
        names=(
            "drone, drone music, dark ambient, deep sustained drone, minimal drone, ritual drone, noise "
            "drone, doom drone, industrial ambient, dark soundscape, horror ambience, sustained tone "
            "music, droning soundscape"
        ),
        artists=(
            "Sunn O))), La Monte Young, Éliane Radigue, Tim Hecker, Lustmord, Phill Niblock, Coil, Nurse "
            "With Wound, Thomas Köner, Nadja, Stephen O'Malley, Kali Malone, Ellen Arkbro, Sarah Davachi, "
            "Eleh, Pauline Oliveros, Tony Conrad, Charlemagne Palestine, Yoshi Wada, Folke Rabe, Catherine "
            "Christer Hennix, Giacinto Scelsi, Alvin Lucier, James Tenney, Ben Frost, Lawrence English, "
            "Deathprod, Raison d'être, Atrium Carceri, Kammarheit, Robert Rich and Lustmord, Zoviet "
            "France, Throbbing Gristle, Current 93, Andrew Chalk, Jonathan Coleclough, Hildur "
            "Guðnadóttir's Chernobyl, Jóhann Jóhannsson's Sicario, Gyuto monks, Phurpa, Maeror Tri, Troum, "
            "Bass Communion, The Caretaker, Akira Yamaoka, The Hafler Trio, Yellow Swans, Metal Machine "
            "Music"
        ),
        scenes=(
            "a monastery in the fog, an abandoned factory, a horror film cave, an endless night, the "
            "bottom of the sea, a black hole, a Tibetan temple, a nightmare, an engine deep in a ship, a "
            "power transformer humming, a refrigerator at night, an empty parking garage, a submarine at "
            "great depth, the Mariana Trench, a reactor in Chernobyl, radioactive wasteland, a mine shaft, "
            "catacombs under Paris, a crypt, a haunted asylum, a cursed mansion, a séance, a serial "
            "killer's cellar, a presence behind the door, creeping dread, a slow zoom on a corpse, an "
            "eclipse, the event horizon, cosmic void, the heat death of the universe, tectonic plates, an "
            "approaching thunderhead, a swarm of insects, a chanting monk, Gregorian darkness, a shaman's "
            "ritual, a gong bath, an air raid shelter, a ghost ship, a shipwreck, oil tankers in fog, wind "
            "through a broken window, rusting machinery, a foundry at night, static on a dead radio, "
            "feedback from an amplifier, an oscillator left on, one chord for an hour, unchanging tone, "
            "purgatory, limbo, a fever, paralysis in sleep, Lovecraft's sleeping god, Stalker by "
            "Tarkovsky, the monolith in 2001"
        ),
    ),
    "chiptune": StyleWords.from_text(
        names=(
            "chiptune, 8-bit music, video game music, Game Boy music, NES soundtrack, bitpop, 16-bit "
            "music, SID music, arcade music, NES music, Commodore 64 music, retro game soundtrack, pixel "
            "music, tracker music"
        ),
        artists=(
            "Koji Kondo, Anamanaguchi, Rob Hubbard, Super Mario, Mega Man, Disasterpeace, Yuzo Koyama, "
            "Chipzel, Tetris, Nobuyoshi Sano, Junko Tamiya, Hirokazu Tanaka, Yoko Shimomura's Street "
            "Fighter, Manami Matsumae, Takashi Tateishi, Tim Follin, Martin Galway, Ben Daglish, Jeroen "
            "Tel, Chris Hülsbeck, Bit Shifter, Nullsleep, Bubblyfish, YMCK, Sabrepulse, Zabutom, Dubmood, "
            "Goto80, Virt, Danimal Cannon, Toby Fox, Undertale, Shovel Knight, Jake Kaufman, Pac-Man, "
            "Sonic the Hedgehog, Metroid, Castlevania, Kirby, Pokémon Red, Bubble Bobble, Galaga, Frogger, "
            "Dr. Mario, Contra by Konami, Mario Kart, Final Fantasy on the NES, Celeste's B-sides, "
            "Machinae Supremacy, Crystal Castles"
        ),
        scenes=(
            "an arcade in 1987, a boss fight, a pixel platformer, a handheld console, a high score screen, "
            "a Commodore 64, a level-up screen, a retro racing game, a space invaders machine, an Atari "
            "joystick, a Sega Mega Drive, a ZX Spectrum loading screen, an Amiga demo, a floppy disk, a "
            "cartridge you blow into, a coin slot, insert coin to continue, game over, a power-up "
            "mushroom, jumping over barrels, collecting golden coins, an invincibility star, an underwater "
            "level, a castle level, a princess in another castle, a pixelated hero, a sprite running left "
            "to right, a side-scroller, a bonus stage, the final boss, a hidden warp zone, a shop menu in "
            "a role-playing game, a title screen with blinking text, a world map, a victory jingle, a "
            "racing kart, a spaceship shooter, aliens descending in rows, a maze with ghosts, falling "
            "blocks, a Tamagotchi, a calculator's beep, a speedrun, an indie game jam, a nerd's basement, "
            "a demo scene party, a keygen, arpeggios and pulse waves, a triangle channel and noise, a "
            "bleeping toy, a cathode ray television, a Saturday in front of the console, a gamer's high "
            "score, Akihabara"
        ),
    ),
    "marching band": StyleWords.from_text(
        names=(
            "marching band, military march, brass band march, parade music, wind band, circus march, "
            "concert march, quickstep march, fanfare music, parade march, field show music, ceremonial "
            "march, oompah music"
        ),
        artists=(
            "John Philip Sousa, Julius Fučík, Kenneth Alford, Edward Elgar, the Grimethorpe band, the "
            "Royal Marines, Henry Fillmore, Johann Strauss's Radetzky march, Stars and Stripes Forever, "
            "The Washington Post, Semper Fidelis, The Liberty Bell, Colonel Bogey, Entry of the "
            "Gladiators, Karl King, Edwin Franko Goldman, Edwin Bagley, National Emblem, Carl Teike, Alte "
            "Kameraden, Hermann Ludwig Blankenburg, Johann Gottfried Piefke, Prussia's Glory, Pomp and "
            "Circumstance, Seventy-Six Trombones, The Music Man, Meredith Willson, The Black Dyke Mills "
            "players, Brighouse and Rastrick, the Coldstream Guards, the Grenadier Guards, the US Marine "
            "Corps, the Ohio State Buckeyes, Drumline the film, Blue Devils, Percy Grainger, Alfred Reed, "
            "Eric Coates, The Dam Busters, The Great Escape, Monty Python's theme, Hohenfriedberger, "
            "Florentiner, When Johnny Comes Home, Yankee Doodle, La Marseillaise, Fanfare Ciocărlia, "
            "Hogan's Heroes"
        ),
        scenes=(
            "a parade on the fourth of July, a football half-time show, soldiers marching, a circus "
            "entrance, a village fête, an Olympic ceremony, a small town festival, a brass band contest, "
            "Prussian soldiers, majorettes twirling batons, epaulettes and brass buttons, plumed shakos, "
            "boots in step, left right left right, a bugle call at the barracks, changing the guard at "
            "Buckingham Palace, Trooping the Colour, the Red Square on May 9, Bastille Day on the "
            "Champs-Élysées, Veterans Day, Memorial Day on Main Street, Macy's on Thanksgiving, the Rose "
            "Bowl, a college stadium, cheerleaders with pompoms, a touchdown, a homecoming game, a mayor "
            "cutting a ribbon, a fire brigade anniversary, an Oktoberfest procession, a shooting club in "
            "Bavaria, carnival in Cologne, a bandstand in the park, a miners' gala in Durham, a Salvation "
            "Army corner, a circus ring with elephants, clowns tumbling in, a lion tamer, a ringmaster in "
            "a red coat, a flag raised on a mast, cadets at West Point, a salute to the flag, tanks on "
            "parade, a victory procession, an inauguration, a bicycle race finish, confetti on floats, a "
            "ship's christening, tin soldiers, a school parade"
        ),
    ),
    "church bells": StyleWords.from_text(
        names=(
            "church bells, tolling bells, bell ringing, cathedral bells, carillon, chimes, change ringing, "
            "tubular bell music, campanology, wedding bells, bell peal, funeral bells, tower bells, "
            "Christmas bells"
        ),
        artists=(
            "Arvo Pärt, Tubular Bells, Big Ben, Westminster chimes, Rachmaninoff's bells, the bells of "
            "Notre Dame, Jonathan Harvey, Quasimodo, Mike Oldfield, Jef Denyn, Ronald Barnes, The "
            "Whitechapel Foundry, Taylor's of Loughborough, the ringers of York Minster, the Kremlin's "
            "ringers, Percival Price, Carol of the Bells, Jingle Bells, Hells Bells, Mortuos Plango, The "
            "Great Gate of Kiev, La Campanella, Edgar Allan Poe's bells, Frère Jacques, Oranges and "
            "Lemons, Zvon ringers of Rostov, Cologne's Saint Peter, Mechelen's school, Bruges's Belfry, "
            "Saint Basil, Great Tom of Oxford, The Angelus by Millet, Cantus in Memoriam Britten, "
            "Berlioz's Dies irae, Puccini's Te Deum, Dorothy Sayers's Nine Tailors, John Taverner's Ikon, "
            "Salzburg's Glockenspiel, Tsar Kolokol, Dutch carillonneurs, Gloucester ringers"
        ),
        scenes=(
            "a cathedral on Sunday morning, a funeral in a village, midnight from the clock tower, a "
            "wedding in Italy, a Christmas morning, an Orthodox Easter, a town square at twelve, a "
            "monastery on a hill, the hour striking, a bride and groom leaving the chapel, rice thrown "
            "outside the church, a steeple above rooftops, a belfry with pigeons, bell ropes and ringers, "
            "a plain bob on six, a full peal for the queen, Notre-Dame de Paris, Westminster on the hour, "
            "a quarter chime, noon in Tuscany, vespers in a valley, matins before dawn, the Angelus over "
            "the fields, Easter Sunday in Rome, the pope blessing the faithful, Saint Peter's Square, "
            "midnight mass, Christmas Eve in the snow, a nativity, New Year's stroke of twelve, a hearse "
            "and mourners, a coffin carried slowly, a requiem, a graveyard with yews, Remembrance Sunday "
            "at eleven, a state funeral, a plague village, a fire alarm in an old town, an abbey in "
            "Normandy, a Bavarian onion dome, a Swiss alp with cows, a Spanish mission, a Mexican plaza "
            "after mass, a Greek island chapel, a Russian convent, golden domes in Kiev, a Prague clock "
            "with apostles, a Flemish market square, Bruges in mist, a vicar at the door, parishioners in "
            "Sunday best, a bronze founder, iron clappers, a wind chime on the porch, a doorbell of an old "
            "manor, a school recess"
        ),
    ),
    "raga": StyleWords.from_text(
        names=(
            "raga, Indian classical music, Hindustani music, Indian music, sitar music, Bollywood "
            "classical, Carnatic music, alap, khayal, dhrupad, Punjabi classical, thumri, ghazal, Bollywood"
        ),
        artists=(
            "Ravi Shankar, Zakir Hussain, Anoushka Shankar, Nikhil Banerjee, George Harrison in India, Ali "
            "Akbar Khan, Hariprasad Chaurasia, Bismillah Khan, Talvin Singh, Vilayat Khan, Shahid Parvez, "
            "Budhaditya Mukherjee, Rais Khan, Shujaat Khan, Alla Rakha, Anindo Chatterjee, Swapan "
            "Chaudhuri, Shivkumar Sharma, Rahul Sharma, Amjad Ali Khan, Bhimsen Joshi, Kishori Amonkar, "
            "Kumar Gandharva, Pandit Jasraj, M. S. Subbulakshmi, L. Shankar, L. Subramaniam, U. Srinivas, "
            "Ustad Sultan Khan, Vishwa Mohan Bhatt, Debashish Bhattacharya, Nusrat Fateh Ali Khan, Abida "
            "Parveen, Jagjit Singh, Lata Mangeshkar, Asha Bhosle, A. R. Rahman, R. D. Burman, Mohammed "
            "Rafi, Kishore Kumar, Shakti, John McLaughlin's Indian project, Norwegian Wood, Karsh Kale, "
            "Nitin Sawhney, Panjabi MC, Monsoon Wedding, Slumdog Millionaire, Satyajit Ray's films, Tansen"
        ),
        scenes=(
            "the banks of the Ganges, a temple in Varanasi, incense and silk, a palace in Rajasthan, an "
            "evening raga in Calcutta, a yoga ashram, a wedding in Delhi, a snake charmer, sunrise over "
            "the Himalayas, Yaman at dusk, Bhairavi in the morning, teental in sixteen, a tanpura's hum, a "
            "guru and his disciple, meend and gamak, a jugalbandi, Sanskrit verses, Hindi film songs, "
            "Krishna's dance, Shiva and Parvati, Ganesh festival, Diwali lamps, Holi colours, henna on "
            "hands, a sari in saffron, a bindi and bangles, a turban and a long beard, the Taj Mahal at "
            "dawn, Jaipur's pink walls, Udaipur's lake, Kerala backwaters, Chennai's December season, "
            "Banaras ghats, pilgrims in the river, a sadhu with ashes, a Himalayan cave, a cobra rising "
            "from a basket, elephants in procession, a maharaja's durbar, a Mughal emperor's garden, "
            "peacocks in the rain, the monsoon breaking, a chai stall, curry and cardamom, a rickshaw in "
            "Lucknow, a Kathak dancer's anklets, a bharatanatyam performance, Monterey in 1967, a "
            "Mahabharata tale, meditation on a mantra, om chanting, a Bengali poet, a Lahore shrine, an "
            "Indian restaurant, lotus and sandalwood"
        ),
    ),
    "lullaby": StyleWords.from_text(
        names=(
            "lullaby, nursery music, cradle song, children's music, bedtime music, baby sleep music, music "
            "box lullaby, baby music, nursery rhyme, sleepy-time music, toddler music, berceuse, goodnight "
            "song"
        ),
        artists=(
            "Brahms's lullaby, a music box ballerina, Joe Hisaishi, Mister Rogers, Schumann's scenes from "
            "childhood, Raffi, Fauré's Dolly suite, Mozart's little star, Claude Debussy's children's "
            "corner, Twinkle Twinkle Little Star, Rock-a-bye Baby, Hush Little Baby, Mary Had a Little "
            "Lamb, Brahms's Wiegenlied, Baby Einstein, Rockabye Baby records, Disney's Bambi, Winnie the "
            "Pooh, Peter Rabbit, Beatrix Potter, Chopin's berceuse, Tchaikovsky's sugar plum, "
            "Humperdinck's Evening Prayer, Guten Abend gut Nacht, Bernhard Flies, Schubert's Wiegenlied, "
            "Stravinsky's cradle songs, My Neighbor Totoro, Mary Poppins, The Little Prince, Julie "
            "Andrews, The Wiggles, Ella Jenkins, Rolf Zuckowski, Astrid Lindgren, Sesame Street, "
            "Teletubbies, In the Night Garden, Peter Pan's Wendy, Dumbo's Baby Mine, The Sandman, All the "
            "Pretty Little Horses, Au clair de la lune, La Le Lu, Schlaf Kindlein schlaf, Pascal Comelade, "
            "Edward Scissorhands"
        ),
        scenes=(
            "a baby falling asleep, a child's bedroom, a toy shop window, a starry night, once upon a "
            "time, a mobile above a cot, a teddy bear, good night moon, a fairy tale, a newborn in a crib, "
            "a pram in the park, a nursery with pastel walls, a rocking chair, a mother humming, a father "
            "tucking in, a goodnight kiss, a pacifier and a bib, a bottle of warm milk, a stuffed rabbit, "
            "a plush elephant, a night light shaped like a moon, counting sheep, a bedtime story, a "
            "picture book, a wind-up toy, a spinning ballerina, a jewellery box with a mirror, a doll's "
            "house, building blocks, a rocking horse, a kindergarten nap, story hour at the library, a "
            "toddler's bath, a baby monitor, tiny socks, a first birthday cake, a baptism gown, a "
            "twinkling star, moonbeams on the pillow, a sleeping kitten, hatching chicks, a little lamb, "
            "gingerbread and milk, a tooth fairy, an elf workshop, snowflakes at the window, Santa's toy "
            "shop, a puppet theatre, a marionette, a crank and a comb of steel, grandmother's knitting, a "
            "cuddle under blankets, dreams of clouds, a hush in the house, yawning and rubbing eyes, a "
            "dandelion clock, a paper boat, a carousel for toddlers, a fairy with a wand, an innocent "
            "smile, a porcelain doll"
        ),
    ),
}
