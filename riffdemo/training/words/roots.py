"""Words: Latin, jazz, blues and folk.

Explained in notebook 08.
"""

from __future__ import annotations

from riffdemo.training.words.style_words import StyleWords

ROOTS: dict[str, StyleWords] = {
    "bossa nova": StyleWords.from_text(
        names="bossa nova, samba jazz, Brazilian jazz, bossa, Latin lounge, Brazilian lounge music",
        artists=(
            "Antônio Carlos Jobim, João Gilberto, Stan Getz, Astrud Gilberto, Luiz Bonfá, Sérgio Mendes, "
            "Vinícius de Moraes, Caetano Veloso, Nara Leão"
        ),
        scenes=(
            "Ipanema beach, a Rio café in 1962, a cocktail by the sea, an elevator in the sixties, a soft "
            "breeze in Brazil, a supermarket in the sixties, the girl on the sand, a hotel lobby, "
            "caipirinhas at dusk"
        ),
    ),
    "salsa": StyleWords.from_text(
        names="salsa, Cuban son, mambo, Latin dance music, Afro-Cuban, timba",
        artists=(
            "Tito Puente, Celia Cruz, Buena Vista Social Club, Fania All Stars, Rubén Blades, Héctor "
            "Lavoe, Willie Colón, Marc Anthony, Pérez Prado"
        ),
        scenes=(
            "a Havana street party, a dance hall in San Juan, a hot night in Cali, Spanish Harlem, "
            "carnival in Santiago, a Puerto Rican wedding, cigars and rum, a rumba in the plaza, dancers "
            "in Miami"
        ),
    ),
    "swing": StyleWords.from_text(
        names="swing, swing jazz, big band jazz, jazz, swing dance music, gypsy jazz",
        artists=(
            "Duke Ellington, Benny Goodman, Count Basie, Glenn Miller, Frank Sinatra, Louis Armstrong, "
            "Ella Fitzgerald, Django Reinhardt, Artie Shaw"
        ),
        scenes=(
            "a ballroom in 1938, a Harlem dance hall, lindy hoppers, a smoky New York lounge, a black and "
            "white movie, a speakeasy, a cruise ship in the thirties, tap dancers, a New Orleans parade "
            "bar"
        ),
    ),
    "bebop": StyleWords.from_text(
        names="bebop, hard bop, modern jazz, fast jazz, jazz combo, post-bop",
        artists=(
            "Charlie Parker, Dizzy Gillespie, Miles Davis, Thelonious Monk, John Coltrane, Bud Powell, "
            "Art Blakey, Sonny Rollins, Clifford Brown"
        ),
        scenes=(
            "52nd Street in 1947, a cellar jazz club, Birdland after hours, a virtuoso jam session, Paris "
            "in the fifties, beat poets in a cellar, a smoky jazz bar, cool cats in sunglasses, a "
            "detective at midnight"
        ),
    ),
    "blues": StyleWords.from_text(
        names="blues, Chicago blues, slow blues, Texas blues, Delta blues, rhythm and blues",
        artists=(
            "B. B. King, Muddy Waters, Howlin' Wolf, John Lee Hooker, Etta James, Robert Johnson, Stevie "
            "Ray Vaughan, Bessie Smith, Eric Clapton"
        ),
        scenes=(
            "the Mississippi delta, a roadhouse at midnight, a juke joint, my baby left me, a whiskey bar "
            "in Memphis, a crossroads at night, a lonesome railway station, a broken heart, New Orleans "
            "in the rain"
        ),
    ),
    "ragtime": StyleWords.from_text(
        names="ragtime, rag, stride, honky-tonk, saloon music, silent film music",
        artists=(
            "Scott Joplin, Jelly Roll Morton, Fats Waller, Eubie Blake, Joseph Lamb, Willie The Lion "
            "Smith, James P. Johnson, Charlie Chaplin, Laurel and Hardy"
        ),
        scenes=(
            "a saloon in 1900, a silent comedy, St. Louis at the world's fair, a dime-a-dance parlour, a "
            "vaudeville show, a riverboat on the Mississippi, a wild west bar, an old-time fairground, a "
            "slapstick chase"
        ),
    ),
    "gospel": StyleWords.from_text(
        names="gospel, gospel music, soul, church music, spiritual, praise and worship",
        artists=(
            "Aretha Franklin, Mahalia Jackson, Kirk Franklin, Ray Charles, The Staple Singers, Sam Cooke, "
            "Al Green, Otis Redding, The Blind Boys of Alabama"
        ),
        scenes=(
            "a Sunday service in Alabama, hallelujah in church, a Baptist congregation, clapping hands in "
            "the pews, a Harlem church, a preacher shouting amen, a baptism in the river, a revival tent, "
            "oh happy day"
        ),
    ),
    "folk": StyleWords.from_text(
        names="folk, folk music, acoustic folk, singer-songwriter, Celtic folk, campfire song",
        artists=(
            "Bob Dylan, Joan Baez, Nick Drake, Simon and Garfunkel, Planxty, Woody Guthrie, Fairport "
            "Convention, Cat Stevens, Enya"
        ),
        scenes=(
            "a campfire in the woods, an Irish pub, Greenwich Village in 1963, a walk in the hills, a "
            "village fair, a log cabin, a harvest in the fields, a fireside in Scotland, a minstrel on "
            "the road"
        ),
    ),
    "country": StyleWords.from_text(
        names=(
            "country, country music, Nashville country, country and western, honky-tonk country, outlaw "
            "country"
        ),
        artists=(
            "Johnny Cash, Dolly Parton, Hank Williams, Willie Nelson, Patsy Cline, Garth Brooks, Merle "
            "Haggard, Shania Twain, Loretta Lynn"
        ),
        scenes=(
            "Nashville Tennessee, a cowboy on the prairie, a pickup truck on a dusty road, a line dance, "
            "a train rolling west, a rodeo in Texas, a ranch at sunset, a truck stop diner, cowboy boots "
            "and hay"
        ),
    ),
    "bluegrass": StyleWords.from_text(
        names="bluegrass, hillbilly music, Appalachian string band, newgrass, breakdown, hoedown",
        artists=(
            "Bill Monroe, Earl Scruggs, Alison Krauss, Doc Watson, Béla Fleck, Flatt and Scruggs, Ricky "
            "Skaggs, Old Crow Medicine Show, The Stanley Brothers"
        ),
        scenes=(
            "a porch in Kentucky, the Appalachian mountains, a barn dance, a moonshine party, a fiddle "
            "contest, a mountain cabin in Virginia, a chase through the cornfield, overalls and straw "
            "hats, a county fair"
        ),
    ),
    "tango": StyleWords.from_text(
        names="tango, Argentine tango, tango nuevo, milonga, tango orchestra, dramatic tango",
        artists=(
            "Astor Piazzolla, Carlos Gardel, Aníbal Troilo, Osvaldo Pugliese, Gotan Project, Juan "
            "D'Arienzo, Carlos Di Sarli, Julio Sosa, Horacio Salgán"
        ),
        scenes=(
            "a milonga in Buenos Aires, a rose between the teeth, a dark dance salon, Montevideo at "
            "night, stockings and red lipstick, two dancers in a spotlight, jealousy and roses, an "
            "Argentine night, a harbour bar in La Boca"
        ),
    ),
    "waltz": StyleWords.from_text(
        names="waltz, waltz in three four time, Viennese waltz, musette, slow waltz, dance in triple time",
        artists=(
            "Johann Strauss, Frédéric Chopin, Yann Tiersen, Shostakovich, Aram Khachaturian, Johannes Brahms, "
            "Maurice Ravel, Erik Satie, Dmitri Shostakovich's second jazz suite"
        ),
        scenes=(
            "a ball in Vienna, a carousel, a Paris café, three four time, a chandelier and silk gloves, a "
            "masked ball, a merry-go-round, a spinning couple, New Year in Vienna"
        ),
    ),
}
