"""OParl 1.1: what is public as the objects of that standard (`projection`), kept up to date (`sync`), and served (`serving`)."""
