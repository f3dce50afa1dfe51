#+ finds: attained:test-3-1
#+ says: <https://w3id.org/bwise/id/level/quite-good>, stated for report facts, is no level of a declared scale, or not the only one.
DELETE DATA { attained:test-3-1 bw:level level:intermediate } ;
INSERT DATA { attained:test-3-1 bw:level level:quite-good }
