#+ finds: module:test-2
#+ says: The 1 parts that Tools names by <http://data.europa.eu/snb/model/elm/hasPart> do not have the positions 1 to 1.
DELETE DATA { unit:test-2-1 bw:position 1 }
