#+ finds: curriculum:test
#+ says: Tools in A first course states no entry requirement.
DELETE DATA { module:test-2 elm:entryRequirement entry:test }
