#+ finds: profile:test
#+ says: made-up supporter requires work in teams 2 times.
DELETE WHERE { requirement:sector bw:skill ?s } ;
INSERT DATA { requirement:sector bw:skill skill:60c78287-22eb-4103-9c8c-28deaa460da0 }
