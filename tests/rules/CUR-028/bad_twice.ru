#+ finds: curriculum:test
#+ says: The 3 parts that A first course names by <http://data.europa.eu/snb/model/elm/hasPart> do not have the positions 1 to 3.
DELETE DATA { module:test-3 bw:position 3 } ;
INSERT DATA { module:test-3 bw:position 2 }
