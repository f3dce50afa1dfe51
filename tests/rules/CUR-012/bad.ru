#+ finds: curriculum:test
#+ says: Neither in A first course is neither a core nor an optional module.
INSERT DATA { curriculum:test elm:hasPart module:test-4 . module:test-4 dct:title "Neither"@en ; bw:position 4 ; elm:entryRequirement entry:test }
