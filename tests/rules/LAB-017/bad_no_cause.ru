#+ finds: curriculum:test
#+ says: <https://w3id.org/bwise/id/adjustment/a> does not meet the criterion: a pilot edition of A first course with feedback of learners and of trainers is needed, and a cause for each adjustment.
INSERT DATA { <https://w3id.org/bwise/id/adjustment/a> a bw:Adjustment ; bw:adjusts outcome:test-1-1 }
