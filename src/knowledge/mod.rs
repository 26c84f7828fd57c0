//! Who is who: people, organisations, countries, places, offices, and the lexicons of the languages.
