#+ finds: curriculum:test
#+ says: Tools in A first course does not say what workers bring along, or that they need bring nothing.
DELETE DATA { module:test-2 elm:entryRequirement entry:test }
