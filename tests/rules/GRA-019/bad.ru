#+ finds: level:test-2
#+ says: two maps to one, a level of its own scale or of none.
INSERT DATA { level:test-2 bw:mapsToLevel level:test-1 }
