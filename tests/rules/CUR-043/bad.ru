#+ finds: module:test-1
#+ finds: module:test-2
#+ says: Tools presupposes itself, directly or through other modules.
#+ says: Work presupposes itself, directly or through other modules.
INSERT DATA { module:test-1 elm:entryRequirement entry:a . module:test-2 elm:entryRequirement entry:b .
  entry:a a bw:EntryRequirement ; bw:presupposes module:test-2 . entry:b a bw:EntryRequirement ; bw:presupposes module:test-1 }
