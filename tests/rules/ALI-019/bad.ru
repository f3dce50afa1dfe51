#+ finds: curriculum:test
#+ says: 1 of 21 outcomes of A first course lead to a green skill; at least one outcome in twenty is expected.
# Twelve more outcomes with a digital skill each: one green outcome in 21.
INSERT { module:test-1 elm:learningOutcome ?outcome . ?outcome a bw:LearningOutcome ; bw:attains attained:test-2-2 } WHERE { VALUES ?outcome { outcome:a outcome:b outcome:c outcome:d outcome:e outcome:f outcome:g outcome:h outcome:i outcome:j outcome:k outcome:l } }
