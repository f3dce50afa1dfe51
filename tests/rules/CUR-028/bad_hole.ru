#+ finds: module:test-1
#+ says: The 3 parts that Work names by <http://data.europa.eu/snb/model/elm/learningOutcome> do not have the positions 1 to 3.
DELETE DATA { outcome:test-1-3 bw:position 3 } ;
INSERT DATA { outcome:test-1-3 bw:position 5 }
