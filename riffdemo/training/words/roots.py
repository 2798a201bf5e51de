"""Words: Latin, jazz, blues and folk.

Explained in notebook 08.
"""

from __future__ import annotations

from riffdemo.training.words.style_words import StyleWords

ROOTS: dict[str, StyleWords] = {
    "bossa nova": StyleWords.from_text(
        names=(
            "bossa nova, samba jazz, Brazilian jazz, bossa, Latin lounge, Brazilian lounge music, samba "
            "canção, MPB, Brazilian cool jazz, lounge bossa, easy listening, samba, tropicália"
        ),
        artists=(
            "Antônio Carlos Jobim, João Gilberto, Stan Getz, Astrud Gilberto, Luiz Bonfá, Sérgio Mendes, "
            "Vinícius de Moraes, Caetano Veloso, Nara Leão, Baden Powell, Toquinho, Elis Regina, Gal "
            "Costa, Jorge Ben, Marcos Valle, Roberto Menescal, Carlos Lyra, Johnny Alf, Eumir Deodato, "
            "Bebel Gilberto, Walter Wanderley, Milton Nascimento, Chico Buarque, Maria Bethânia, Maysa, "
            "Sylvia Telles, Laurindo Almeida, Charlie Byrd, Joyce Moreno, Wave by Jobim, Desafinado, "
            "Corcovado, Black Orpheus, Mas que nada, Chega de saudade, Agua de beber, Nouvelle Vague, "
            "Pizzicato Five, Burt Bacharach, Lisa Ono, Laufey, Seu Jorge, Rosa Passos, Paulinho da Viola, "
            "João Donato"
        ),
        scenes=(
            "Ipanema beach, a Rio café in 1962, a cocktail by the sea, an elevator in the sixties, a soft "
            "breeze in Brazil, a supermarket in the sixties, the girl on the sand, a hotel lobby, "
            "caipirinhas at dusk, the girl from Ipanema walking by, Copacabana's mosaic pavement, "
            "Sugarloaf at sundown, a Leblon apartment with a sea view, soft Portuguese whispers, saudade, "
            "a martini with an olive, a beachside kiosk, a Carioca summer, a nylon-string whisper, a "
            "syncopated thumb, cool sunglasses and linen shirts, a department store escalator, a waiting "
            "room with potted palms, hold music on the telephone, a cocktail dress and pearls, a jet-set "
            "airport lounge, a poolside recliner, an airline advert from 1965, a stroll along the "
            "promenade, a Bahia fishing village, brunch with fresh papaya, a lime and crushed ice, a Mad "
            "Men dinner, a Brasília terrace with Niemeyer curves, a sailing boat at anchor, a hammock on "
            "the veranda, an art gallery with wine, a quiet restaurant with white tablecloths, lovers on a "
            "balcony in Rio, a shopping centre on a weekday, a gentle samba at low volume, mid-century "
            "furniture, a bikini from 1964, a spring afternoon in Lisbon, cool shade in Salvador, a beach "
            "umbrella"
        ),
    ),
    "salsa": StyleWords.from_text(
        names=(
            "salsa, Cuban son, mambo, Latin dance music, Afro-Cuban, timba, son montuno, guaguancó, "
            "cha-cha-chá, rumba, boogaloo, pachanga, tropical dance music, charanga"
        ),
        artists=(
            "Tito Puente, Celia Cruz, Buena Vista Social Club, Fania All Stars, Rubén Blades, Héctor "
            "Lavoe, Willie Colón, Marc Anthony, Pérez Prado, Oscar D'León, El Gran Combo, Eddie Palmieri, "
            "Ray Barretto, Johnny Pacheco, Larry Harlow, La Lupe, Machito, Tito Rodríguez, Cachao, Benny "
            "Moré, Arsenio Rodríguez, Ibrahim Ferrer, Compay Segundo, Rubén González, Omara Portuondo, Los "
            "Van Van, Irakere, NG La Banda, Grupo Niche, Joe Arroyo, Fruko y sus Tesos, Sonora Ponceña, "
            "Sonora Matancera, Cheo Feliciano, Ismael Rivera, Gilberto Santa Rosa, Víctor Manuelle, "
            "Frankie Ruiz, La India, Santana's Oye como va, Mongo Santamaría, Chucho Valdés, Willie Bobo, "
            "Joe Cuba, Guantanamera, Quimbara, Spanish Harlem Orchestra, Xavier Cugat"
        ),
        scenes=(
            "a Havana street party, a dance hall in San Juan, a hot night in Cali, Spanish Harlem, "
            "carnival in Santiago, a Puerto Rican wedding, cigars and rum, a rumba in the plaza, dancers "
            "in Miami, a Cuban cigar factory, a Chevrolet from 1957 on the Malecón, the Tropicana in "
            "Havana, mojitos with mint, a clave pattern, a montuno vamp, a cowbell on the bridge, a couple "
            "spinning on two, a cross-body lead, a dance class at the community centre, a ruffled skirt "
            "and high heels, white trousers and Panama hats, the Palladium in 1955, the Bronx in 1973, "
            "Fania at Yankee Stadium, Old San Juan, Ponce's carnival masks, Barranquilla, Caracas on "
            "Saturday, a Cali club with fast footwork, Spanish shouted over the montuno, azúcar shouted "
            "from the stage, a Colombian fiesta, a Dominican corner, a quinceañera, domino players in the "
            "park, a tropical heatwave, fried plantains and black beans, Little Havana, a Latin lover, "
            "Dirty Dancing, hips swaying close, a sweaty social dance, a Mexican ballroom in 1950, an "
            "Afro-Cuban ritual for Changó, ¡Wepa!, a Buena Vista veteran in a beret, a street carnival "
            "with feathers, a beach cabaret in Varadero"
        ),
    ),
    "swing": StyleWords.from_text(
        names=(
            "swing, swing jazz, big band jazz, jazz, swing dance music, gypsy jazz, hot jazz, dixieland, "
            "Kansas City jazz, manouche jazz, electro swing, ballroom jazz"
        ),
        artists=(
            "Duke Ellington, Benny Goodman, Count Basie, Glenn Miller, Frank Sinatra, Louis Armstrong, "
            "Ella Fitzgerald, Django Reinhardt, Artie Shaw, Tommy Dorsey, Jimmy Dorsey, Chick Webb, "
            "Fletcher Henderson, Jimmie Lunceford, Lionel Hampton, Gene Krupa, Woody Herman, Stan Kenton, "
            "Harry James, Lester Young, Coleman Hawkins, Billie Holiday, Nat King Cole, Bing Crosby, Dean "
            "Martin, Sammy Davis Jr., Peggy Lee, Tony Bennett, Michael Bublé, Robbie Williams at the "
            "Albert Hall, Louis Prima, Louis Jordan, The Andrews Sisters, Stéphane Grappelli, Bix "
            "Beiderbecke, King Oliver, Sidney Bechet, Paul Whiteman, Caravan Palace, Parov Stelar, "
            "Squirrel Nut Zippers, Big Bad Voodoo Daddy, Cherry Poppin' Daddies, Brian Setzer, In the "
            "Mood, Take the A Train, Moonlight Serenade, George Gershwin, Cole Porter"
        ),
        scenes=(
            "a ballroom in 1938, a Harlem dance hall, lindy hoppers, a smoky New York lounge, a black and "
            "white movie, a speakeasy, a cruise ship in the thirties, tap dancers, the Savoy in Harlem, "
            "the Cotton Club, a jitterbug contest, a charleston in a flapper dress, a zoot suit with a "
            "long chain, two-tone shoes and suspenders, a fedora and a cigarette holder, GIs in London in "
            "1944, a USO dance, a Hollywood musical from 1936, Fred Astaire and Ginger Rogers, a bandstand "
            "with monogrammed music stands, prohibition gin, gangsters in Chicago in 1928, The Great "
            "Gatsby, a jumping Kansas City club, an Art Deco hotel, victory day in Times Square, pin-up "
            "girls and red lips, a Las Vegas casino, the Rat Pack in tuxedos, a crooner with a big "
            "microphone, Bourbon Street, a second line with umbrellas, a Parisian guinguette in 1937, a "
            "lindy hop air step, a walking line with brushes, a wartime radio show, a penthouse in "
            "Manhattan in 1940, a jukebox hit of 1941, dancing cheek to cheek, a big Broadway show, a "
            "supper club, an old gramophone, a cartoon from the forties with cats"
        ),
    ),
    "bebop": StyleWords.from_text(
        names=(
            "bebop, hard bop, modern jazz, fast jazz, jazz combo, post-bop, jazz improvisation, cool jazz, "
            "straight-ahead jazz, modal jazz, soul jazz, West Coast jazz"
        ),
        artists=(
            "Charlie Parker, Dizzy Gillespie, Miles Davis, Thelonious Monk, John Coltrane, Bud Powell, Art "
            "Blakey, Sonny Rollins, Clifford Brown, Max Roach, Kenny Clarke, Fats Navarro, Dexter Gordon, "
            "Wardell Gray, Sonny Stitt, Cannonball Adderley, Lee Morgan, Freddie Hubbard, Horace Silver, "
            "Wayne Shorter, Joe Henderson, Hank Mobley, Jackie McLean, Kenny Dorham, Bill Evans, Oscar "
            "Peterson, Wes Montgomery, Grant Green, Tal Farlow, Hank Jones, Red Garland, Tommy Flanagan, "
            "Paul Chambers, Philly Joe Jones, Gerry Mulligan, Dave Brubeck, Lennie Tristano, Lee Konitz, "
            "Eric Dolphy, Ornette Coleman, McCoy Tyner, Elvin Jones, Joshua Redman, Blue Note Records, "
            "Giant Steps, A Night in Tunisia, Kind of Blue"
        ),
        scenes=(
            "52nd Street in 1947, a cellar jazz club, Birdland after hours, a virtuoso jam session, Paris "
            "in the fifties, beat poets in a cellar, a smoky jazz bar, cool cats in sunglasses, a "
            "detective at midnight, Minton's Playhouse, Ronnie Scott's in Soho, a beret and a goatee, "
            "horn-rimmed glasses, a dim club with red candles, Jack Kerouac reading aloud, On the Road, a "
            "beatnik coffee house, finger snapping, a cutting contest, trading fours, chord changes at "
            "breakneck pace, flatted fifths, an improvised chorus, a rhythm changes head, a ride cymbal in "
            "a basement, a session at Rudy Van Gelder's, a conservatory jam, a Blue Note sleeve, a narrow "
            "tie and a porkpie, a heroin-haunted genius, film noir shadows, a private eye with a trench "
            "coat, a Paris cellar in Saint-Germain, existentialists with cigarettes, Miles ahead, a "
            "Greenwich loft, a hipster's slang, a late set for musicians only, a cognac at the bar, an "
            "Alfred Lion production, a complicated melody in unison, scat syllables, a Manhattan taxi at "
            "two in the morning, a jazz festival in Newport, a Scandinavian exile in Copenhagen, Whiplash, "
            "a bartender polishing glasses"
        ),
    ),
    "blues": StyleWords.from_text(
        names=(
            "blues, Chicago blues, slow blues, Texas blues, Delta blues, rhythm and blues, electric blues, "
            "country blues, Piedmont blues, blues shuffle, swamp blues, twelve-bar blues"
        ),
        artists=(
            "B. B. King, Muddy Waters, Howlin' Wolf, John Lee Hooker, Etta James, Robert Johnson, Stevie "
            "Ray Vaughan, Bessie Smith, Eric Clapton, Albert King, Freddie King, Otis Rush, Magic Sam, "
            "Elmore James, Little Walter, Sonny Boy Williamson, Willie Dixon, Jimmy Reed, T-Bone Walker, "
            "Lightnin' Hopkins, Son House, Charley Patton, Skip James, Mississippi John Hurt, Blind Lemon "
            "Jefferson, Lead Belly, Ma Rainey, Memphis Minnie, Big Mama Thornton, Koko Taylor, Bonnie "
            "Raitt, Rory Gallagher, John Mayall, Peter Green, Gary Moore, Joe Bonamassa, Johnny Winter, "
            "Robert Cray, Keb' Mo', R. L. Burnside, Junior Kimbrough, Big Bill Broonzy, W. C. Handy, Chess "
            "Records, The Blues Brothers, Sweet Home Chicago, The Thrill Is Gone, Hoochie Coochie Man"
        ),
        scenes=(
            "the Mississippi delta, a roadhouse at midnight, a juke joint, my baby left me, a whiskey bar "
            "in Memphis, a crossroads at night, a lonesome railway station, a broken heart, a bottleneck "
            "slide on a steel string, a Maxwell Street market, a bent note that cries, a shuffle in twelve "
            "bars, a tube amp turned up, Beale Street, Clarksdale, a cotton field at noon, a "
            "sharecropper's porch, a chain gang, a prison farm, the devil at the crossroads, a hellhound "
            "on my trail, a freight train hobo, a Greyhound to Chicago, moonshine in a jar, an ashtray and "
            "an empty bottle, a woman who done me wrong, a mean landlord, a mojo hand, a catfish shack, a "
            "levee breaking, rain on a tin roof, a dimly lit bar with pool tables, a Texas roadhouse with "
            "chicken wire, a lonely man on a stool, a cheating husband, a worn-out suitcase, a funeral in "
            "Mississippi, a biker bar on Tuesday, a London club in 1965, a wailing lament, a slow drag, a "
            "gravelly voice, bad luck and trouble, a stray dog on a dirt road"
        ),
    ),
    "ragtime": StyleWords.from_text(
        names=(
            "ragtime, rag, stride, honky-tonk, saloon music, silent film music, classic rag, cakewalk, "
            "novelty rag, vaudeville music, parlour music"
        ),
        artists=(
            "Scott Joplin, Jelly Roll Morton, Fats Waller, Eubie Blake, Joseph Lamb, Willie The Lion "
            "Smith, James P. Johnson, Charlie Chaplin, Laurel and Hardy, Maple Leaf Rag, The Entertainer, "
            "James Scott, Tom Turpin, Zez Confrey, Artie Matthews, Luckey Roberts, Irving Berlin's early "
            "songs, Alexander's Ragtime Band, Tiger Rag, Twelfth Street Rag, Dill Pickles Rag, Felix "
            "Arndt, Ben Harney, Scott Hayden, Louis Chauvin, Arthur Marshall, Percy Wenrich, May "
            "Aufderheide, Charles L. Johnson, Henry Lodge, Joshua Rifkin, William Bolcom, Max Morath, "
            "Knuckles O'Toole, Winifred Atwell, Buster Keaton, Harold Lloyd, Marvin Hamlisch, The Sting, "
            "Treemonisha, Kitten on the Keys, The Easy Winners, Solace, Magnetic Rag, Claude Bolling, Russ "
            "Conway, Mrs. Mills, Cuphead, Reginald Robinson, Keystone Cops"
        ),
        scenes=(
            "a saloon in 1900, a silent comedy, St. Louis at the world's fair, a dime-a-dance parlour, a "
            "vaudeville show, a riverboat on the Mississippi, a wild west bar, an old-time fairground, a "
            "slapstick chase, a player roll with punched holes, a nickelodeon in 1910, sleeve garters and "
            "a waxed moustache, a Wild West card game, swinging saloon doors, a gunslinger ordering "
            "whiskey, a brothel in Sedalia, Storyville, a paddle steamer, a straw boater, a candy-striped "
            "blazer, a tandem bicycle, a Ford Model T, a pie in the face, a banana peel, speeded-up film "
            "with title cards, a villain tying a girl to the rails, a penny arcade, a seaside pier in "
            "1905, a county fair with cotton candy, an ice cream truck, Coney Island in 1900, a magician "
            "pulling a rabbit, jugglers and acrobats, a gaslight parlour, sheet music on the stand, "
            "petticoats and corsets, a strutting couple with a cake as prize, syncopated right-hand "
            "octaves, an out-of-tune upright, a barber's shop with striped pole, a poker game in Dodge "
            "City, a gold rush camp, Titanic's third class, a Klondike dance hall, a clumsy waiter, a "
            "chase with policemen, an ice cream parlour"
        ),
    ),
    "gospel": StyleWords.from_text(
        names=(
            "gospel, gospel music, soul, church music, spiritual, praise and worship, southern gospel, "
            "soul gospel, contemporary gospel, southern soul, black gospel, worship music, Motown soul"
        ),
        artists=(
            "Aretha Franklin, Mahalia Jackson, Kirk Franklin, Ray Charles, The Staple Singers, Sam Cooke, "
            "Al Green, Otis Redding, The Blind Boys of Alabama, Sister Rosetta Tharpe, Thomas A. Dorsey, "
            "James Cleveland, Andraé Crouch, Shirley Caesar, The Soul Stirrers, The Dixie Hummingbirds, "
            "The Swan Silvertones, Clara Ward, Edwin Hawkins, Walter Hawkins, Take 6, Yolanda Adams, CeCe "
            "Winans, BeBe Winans, Donnie McClurkin, Fred Hammond, Israel Houghton, Mavis Staples, Solomon "
            "Burke, Wilson Pickett, Percy Sledge, Marvin Gaye, The Temptations, Gladys Knight, The "
            "Supremes, Donny Hathaway, Billy Preston, Hillsong, Tasha Cobbs, Marvin Sapp, Golden Gate "
            "singers, Fisk Jubilee Singers, Sister Act, Amazing Grace, Swing Low Sweet Chariot, When the "
            "Saints, Precious Lord, Stax Records, Amy Winehouse"
        ),
        scenes=(
            "a Sunday service in Alabama, hallelujah in church, a Baptist congregation, clapping hands in "
            "the pews, a Harlem church, a preacher shouting amen, a baptism in the river, a revival tent, "
            "oh happy day, hands raised to heaven, robes swaying in the front row, a pastor at the pulpit, "
            "a storefront church in Detroit, the Lord's Prayer, Jesus on the cross, the Holy Ghost "
            "descending, an altar call, a testimony in tears, a collection plate, fans against the heat in "
            "the pews, Sunday hats and gloves, feet stomping on wooden boards, a shout and a praise break, "
            "an amen from the front row, Martin Luther King's march, civil rights in Selma, a freedom "
            "song, slaves crossing the Jordan, a chariot from above, the promised land, the Red Sea "
            "parting, angels rejoicing, a born-again sinner, a soulful cry, a plagal cadence, an Atlanta "
            "megachurch, a Memphis chapel, a christening, a funeral for grandmother, a Thanksgiving "
            "blessing, a healing service, salvation and grace, a Bible on the lap, an Easter service in "
            "Georgia, Muscle Shoals, a faith that moves mountains, singers in purple robes"
        ),
    ),
    "folk": StyleWords.from_text(
        names=(
            "folk, folk music, acoustic folk, singer-songwriter, Celtic folk, campfire song, indie folk, "
            "folk rock, Irish folk, English folk, Scottish folk, protest song, traditional ballad, "
            "Americana folk, Nordic folk, Celtic music"
        ),
        artists=(
            "Bob Dylan, Joan Baez, Nick Drake, Simon and Garfunkel, Planxty, Woody Guthrie, Fairport "
            "Convention, Cat Stevens, Enya, Pete Seeger, Leonard Cohen, Donovan, Bert Jansch, John "
            "Renbourn, Pentangle, Steeleye Span, Sandy Denny, Martin Carthy, Shirley Collins, Richard "
            "Thompson, Van Morrison, The Dubliners, The Chieftains, Clannad, The Pogues, Christy Moore, "
            "Altan, Lúnasa, Runrig, Capercaillie, Loreena McKennitt, Alan Stivell, Mumford and Sons, The "
            "Lumineers, Fleet Foxes, Bon Iver, Iron and Wine, Sufjan Stevens, Laura Marling, José "
            "González, James Taylor, Crosby Stills and Nash, Peter Paul and Mary, Phil Ochs, Tracy "
            "Chapman, John Denver, Scarborough Fair, Greensleeves, Danny Boy, The Corrs, Hozier"
        ),
        scenes=(
            "a campfire in the woods, an Irish pub, Greenwich Village in 1963, a walk in the hills, a "
            "village fair, a log cabin, a harvest in the fields, a fireside in Scotland, a minstrel on the "
            "road, a jig and a reel, a ceilidh in the Highlands, Galway on a rainy evening, a pint of "
            "Guinness, a session in Doolin, St Patrick's Day, the cliffs of Moher, sheep on green "
            "pastures, a peat fire and a storyteller, Robin Hood's forest, a maypole on the village green, "
            "a shepherd on the moor, a fisherman's tale, a sea shanty, emigrants leaving for America, a "
            "troubadour at the market, a hobbit's birthday in the Shire, an elven glade, a Renaissance "
            "fair, wildflowers in a meadow, a hiking trail in Wales, a tent and a camping stove, "
            "marshmallows on sticks, scouts around the fire, a hand-knitted jumper, a beard and a corduroy "
            "jacket, a peace march in 1968, a ban-the-bomb rally, a coffeehouse in Cambridge, open tunings "
            "and fingerpicking, a capo on the second fret, a wooden cottage with a garden, autumn leaves "
            "in Vermont, a ballad about a drowned sailor, a barefoot girl with flowers in her hair, a "
            "Breton festival, a farmhouse kitchen, a stone circle at solstice"
        ),
    ),
    "country": StyleWords.from_text(
        names=(
            "country, country music, Nashville country, country and western, honky-tonk country, outlaw "
            "country, western swing, bro-country, country pop, country ballad, Texas country, cowboy song, "
            "truck-driving country, alt-country"
        ),
        artists=(
            "Johnny Cash, Dolly Parton, Hank Williams, Willie Nelson, Patsy Cline, Garth Brooks, Merle "
            "Haggard, Shania Twain, Loretta Lynn, George Jones, Waylon Jennings, Kris Kristofferson, Tammy "
            "Wynette, Conway Twitty, Buck Owens, Jimmie Rodgers, Ernest Tubb, Bob Wills, Gene Autry, Roy "
            "Rogers, Marty Robbins, Glen Campbell, Kenny Rogers, Alan Jackson, George Strait, Brooks and "
            "Dunn, Tim McGraw, Faith Hill, Reba McEntire, The Chicks, Keith Urban, Brad Paisley, Luke "
            "Bryan, Blake Shelton, Carrie Underwood, Chris Stapleton, Sturgill Simpson, Kacey Musgraves, "
            "Miranda Lambert, Zach Bryan, Luke Combs, Townes Van Zandt, Steve Earle, Billy Ray Cyrus, "
            "Taylor Swift's first album, Jolene, Ring of Fire"
        ),
        scenes=(
            "Nashville Tennessee, a cowboy on the prairie, a pickup truck on a dusty road, a line dance, a "
            "train rolling west, a rodeo in Texas, a ranch at sunset, a truck stop diner, cowboy boots and "
            "hay, cowboy boots and spurs, a lasso and a branding iron, cattle on the range, a ranch in "
            "Wyoming, a mechanical bull, a line dance in a barn, a two-step in Austin, the Ryman, the "
            "Bluebird Café, a tailgate with beer, a John Deere tractor, a gravel road and a dog in the "
            "truck, a denim shirt with pearl snaps, a bolo tie, a big rig on the interstate, a diesel stop "
            "in Oklahoma, a trailer park in Tennessee, a mama's prayer, a wife who took the kids, a beer "
            "joint with neon signs, Bakersfield, a campfire on the prairie, Texas under a big sky, a state "
            "fair with blue ribbons, a barbecue with ribs, a tumbleweed, a sheriff riding into town, a "
            "stagecoach in Arizona, a horse trotting home, a hay bale, cornfields in Kansas, moonlight on "
            "the porch swing, a twang on a Telecaster, a yodel, sweet tea and biscuits, a small-town "
            "Friday football game, the Fourth at the fairground, a Nudie suit with rhinestones, Red Dead "
            "Redemption"
        ),
    ),
    "bluegrass": StyleWords.from_text(
        names=(
            "bluegrass, hillbilly music, Appalachian string band, newgrass, breakdown, hoedown, old-time "
            "music, mountain music, Appalachian music, progressive bluegrass, jug music, hoedown music"
        ),
        artists=(
            "Bill Monroe, Earl Scruggs, Alison Krauss, Doc Watson, Béla Fleck, Flatt and Scruggs, Ricky "
            "Skaggs, Old Crow Medicine Show, The Stanley Brothers, Ralph Stanley, Jimmy Martin, The "
            "Osborne Brothers, Tony Rice, Del McCoury, Sam Bush, New Grass Revival, Jerry Douglas, Rhonda "
            "Vincent, The Dillards, The Country Gentlemen, Seldom Scene, J. D. Crowe, Mac Wiseman, Reno "
            "and Smiley, Jim and Jesse, Charlie Poole, The Carter Family, Uncle Dave Macon, Gid Tanner, "
            "Trampled by Turtles, Yonder Mountain, The Infamous Stringdusters, Molly Tuttle, Chris Thile, "
            "Sarah Jarosz, Steep Canyon Rangers, Greensky, The Avett Brothers, Tommy Jarrell, Rocky Top, "
            "Orange Blossom Special, Cripple Creek, Old Joe Clark, Salt Creek"
        ),
        scenes=(
            "a porch in Kentucky, the Appalachian mountains, a barn dance, a moonshine party, a fiddle "
            "contest, a mountain cabin in Virginia, a chase through the cornfield, overalls and straw "
            "hats, a county fair, a holler in West Virginia, the Blue Ridge Parkway, the Great Smoky "
            "Mountains, a coal mine in Harlan County, a moonshine still, a jug and a washboard, overalls "
            "and bare feet, clogging on a plywood board, a square dance caller, a rocking chair and a "
            "corncob pipe, a hound dog under the porch, a split-rail fence, a general store, a church "
            "supper in the hills, flatpicking at top speed, three-finger rolls, a capo and a G run, a high "
            "lonesome harmony, a single microphone on stage, O Brother Where Art Thou, Deliverance, The "
            "Beverly Hillbillies, Bonnie and Clyde's getaway, a fox hunt, chickens scattering in the yard, "
            "a mule and a plough, quilts and apple butter, a tobacco barn, a cabin up the creek, a train "
            "whistle imitation, Galax in August, Telluride in the sun, a string-pickin' family, a hayride, "
            "a barn raising, hillbillies racing to the river, a Virginia reel, a turkey in the straw, foot "
            "stomping on a wooden stage"
        ),
    ),
    "tango": StyleWords.from_text(
        names=(
            "tango, Argentine tango, tango nuevo, milonga, tango orchestra, dramatic tango, electrotango, "
            "tango canción, ballroom tango, Finnish tango"
        ),
        artists=(
            "Astor Piazzolla, Carlos Gardel, Aníbal Troilo, Osvaldo Pugliese, Gotan Project, Juan "
            "D'Arienzo, Carlos Di Sarli, Julio Sosa, Horacio Salgán, Bajofondo, Francisco Canaro, "
            "Francisco Lomuto, Roberto Firpo, Julio De Caro, Alfredo De Angelis, Miguel Caló, Ricardo "
            "Tanturi, Lucio Demare, Pedro Laurenz, Mariano Mores, Edmundo Rivero, Roberto Goyeneche, "
            "Adriana Varela, Susana Rinaldi, Tita Merello, Libertad Lamarque, Enrique Santos Discépolo, "
            "Enrique Cadícamo, Gerardo Matos Rodríguez, Richard Galliano, Tanghetto, Otros Aires, "
            "Narcotango, Rodolfo Mederos, Néstor Marconi, Pablo Ziegler, Leopoldo Federico, Raúl Garello, "
            "Tango Project, Libertango, La Cumparsita, El Choclo, Por una cabeza, Adiós Nonino, Oblivion, "
            "El día que me quieras, Caminito, Uno by Mores, Olavi Virta"
        ),
        scenes=(
            "a milonga in Buenos Aires, a rose between the teeth, a dark dance salon, Montevideo at night, "
            "stockings and red lipstick, two dancers in a spotlight, jealousy and roses, an Argentine "
            "night, a harbour bar in La Boca, a couple gliding cheek to cheek, a gancho and an ocho, a "
            "slit skirt and fishnets, a fedora tilted over one eye, a pinstriped suit and spats, San Telmo "
            "on Sunday, Corrientes at midnight, the docks of the Río de la Plata, immigrants from Genoa, a "
            "conventillo courtyard, a knife fight in the pampas, a brothel in 1910, a jealous lover with a "
            "dagger, Al Pacino in Scent of a Woman, Rudolph Valentino, Evita, Moulin Rouge's Roxanne, a "
            "Strictly contest, a stern embrace, a dramatic dip, a sharp turn of the head, marcato chords, "
            "a femme fatale in black, a forbidden affair, lust and betrayal, a red velvet curtain, "
            "smouldering eyes, a marble staircase, a Helsinki dance pavilion, gauchos with facón knives, a "
            "porteño poet, lunfardo slang, two bodies as one, a Paris salon in 1913, a hand on her bare "
            "back, high heels on parquet, Borges in the barrio, a late tanda, a widow in lace, a thorn and "
            "a stem"
        ),
    ),
    "waltz": StyleWords.from_text(
        names=(
            "waltz, waltz in three four time, Viennese waltz, musette, slow waltz, dance in triple time, "
            "valse, boston waltz, Parisian waltz, Ländler, triple-time dance, ballroom waltz"
        ),
        artists=(
            "Johann Strauss, Frédéric Chopin, Yann Tiersen, Shostakovich, Aram Khachaturian, Johannes "
            "Brahms, Maurice Ravel, Erik Satie, Joseph Lanner, The Blue Danube, Tales from the Vienna "
            "Woods, The Emperor Waltz, The Merry Widow, Tchaikovsky's Sleeping Beauty, Waltz of the "
            "Flowers, Weber's Invitation to the Dance, Valse Triste, Sibelius, Ravel's La Valse, Satie's "
            "Je te veux, Amélie Poulain, Hector Berlioz's ball, Edith Piaf, Jacques Brel, Charles "
            "Aznavour, Yvette Horner, Émile Vacher, Gus Viseur, Jo Privat, André Rieu, Eugen Doga, "
            "Masquerade by Khachaturian, The Godfather theme, Nino Rota, Edelweiss, Moon River, Tennessee "
            "Waltz, Once Upon a December, Beirut, Rodgers and Hammerstein, Oskar Merikanto, Carl Michael "
            "Ziehrer, Gounod's Faust"
        ),
        scenes=(
            "a ball in Vienna, a carousel, a Paris café, three four time, a chandelier and silk gloves, a "
            "masked ball, a merry-go-round, a spinning couple, New Year in Vienna, one two three one two "
            "three, oom-pah-pah, a couple turning on parquet, Cinderella's ball, crinolines and tailcoats, "
            "a debutante in white, the Opera Ball, a prince asking for a dance, Sissi and the emperor, the "
            "Hofburg, Schönbrunn, a palace in Saint Petersburg, Anna Karenina, War and Peace, a snow "
            "globe, a figure skating final, Montmartre at dusk, a bistro with checked tablecloths, a "
            "bateau on the Seine, croissants and café au lait, a Ferris wheel in the Prater, painted "
            "wooden horses turning round, a bride's first dance, a golden wedding anniversary, a tea dance "
            "for pensioners, a dancing school, Belle Époque Paris, a masquerade in Moscow, a circus "
            "trapeze act, swirling skirts, a curtsy and a bow, a cup of hot chocolate with cream, a fin de "
            "siècle coffee house, champagne at New Year, Beauty and the Beast, a clockwork couple, an "
            "Alpine dance floor, lace fans and dance cards"
        ),
    ),
}
