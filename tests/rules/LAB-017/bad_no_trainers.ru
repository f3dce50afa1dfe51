#+ finds: curriculum:test
#+ says: A first course does not meet the criterion: a pilot edition of A first course with feedback of learners and of trainers is needed, and a cause for each adjustment.
DELETE DATA { edition:test bw:feedback feedback:test-trainers }
