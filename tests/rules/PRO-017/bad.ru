#+ finds: requirement:sector
#+ says: made-up obsolete skill is required, and ESCO has declared it obsolete (successor: identify problems).
DELETE WHERE { requirement:sector bw:skill ?s } ;
INSERT DATA { requirement:sector bw:skill skill:test-obsolete }
