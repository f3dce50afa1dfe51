#+ finds: test:below
#+ says: below has to state one declared origin.
DELETE WHERE { test:below bw:origin ?origin } ;
INSERT DATA { test:below bw:origin <https://example.org/heard-of> }
