#+ finds: entry:empty
#+ says: empty has no description, no skill and no module that comes before.
INSERT DATA { module:test-1 elm:entryRequirement entry:empty . entry:empty a bw:EntryRequirement }
