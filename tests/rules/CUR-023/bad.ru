#+ finds: outcome:test-1-4
#+ says: say when belongs to Work and to Tools.
INSERT DATA {
  module:test-1 elm:learningOutcome outcome:test-1-4 . module:test-2 elm:learningOutcome outcome:test-1-4 .
  unit:test-1-1 elm:learningOutcome outcome:test-1-4 . assessment:test-1 bw:assesses outcome:test-1-4 .
  outcome:test-1-4 a bw:LearningOutcome ; dct:title "say when"@en ; bw:position 4 ; bw:outcomeKind outcome-kind:skill ; bw:attains attained:test-1-4 .
  attained:test-1-4 a bw:AttainedSkill ; bw:skill skill:d9013e0e-e937-43d5-ab71-0e917ee882b8 ; bw:level level:foundation . }
