#+ finds: curriculum:test
#+ says: A first course has 4 core modules; exactly three are needed.
INSERT DATA {
  curriculum:test elm:hasPart module:test-4 .
  module:test-4 a bw:CoreModule ; dct:title "More"@en ; dct:description "More."@en ; bw:position 4 ; bw:hours 10.0 ; elm:ISCEDFCode isced-f:0031 ;
    elm:entryRequirement entry:test ; elm:hasPart unit:test-1-2 ; elm:learningOutcome outcome:test-1-3 ; elm:provenBy assessment:test-4 .
  assessment:test-4 a bw:Assessment ; dct:title "More"@en ; dct:description "More."@en ; bw:assesses outcome:test-1-3 .
  outcome:test-1-3 bw:adaptation adaptation:test .
} ;
DELETE DATA { unit:test-1-2 bw:position 2 ; bw:hours 20.0 . outcome:test-1-3 bw:position 3 . assessment:test-1 bw:assesses outcome:test-1-3 .
  module:test-1 bw:hours 60.0 ; elm:hasPart unit:test-1-2 ; elm:learningOutcome outcome:test-1-3 . curriculum:test bw:hours 160.0 } ;
INSERT DATA { unit:test-1-2 bw:position 1 ; bw:hours 10.0 . outcome:test-1-3 bw:position 1 ; bw:outcomeKind outcome-kind:knowledge .
  module:test-1 bw:hours 40.0 . curriculum:test bw:hours 150.0 } ;
DELETE DATA { credit:test elm:point 6.0 } ; INSERT DATA { credit:test elm:point 5.5 } ;
# all three kinds in both modules
INSERT DATA {
  module:test-1 elm:learningOutcome outcome:test-1-4 . unit:test-1-1 elm:learningOutcome outcome:test-1-4 . assessment:test-1 bw:assesses outcome:test-1-4 .
  outcome:test-1-4 a bw:LearningOutcome ; dct:title "know the week"@en ; bw:position 3 ; bw:outcomeKind outcome-kind:knowledge ; bw:attains attained:test-1-1 .
  module:test-4 elm:learningOutcome outcome:test-4-2 , outcome:test-4-3 . unit:test-1-2 elm:learningOutcome outcome:test-4-2 , outcome:test-4-3 .
  assessment:test-4 bw:assesses outcome:test-4-2 , outcome:test-4-3 .
  outcome:test-4-2 a bw:LearningOutcome ; dct:title "ask"@en ; bw:position 2 ; bw:outcomeKind outcome-kind:skill ; bw:attains attained:test-1-1 .
  outcome:test-4-3 a bw:LearningOutcome ; dct:title "ask alone"@en ; bw:position 3 ; bw:outcomeKind outcome-kind:responsibility-autonomy ; bw:attains attained:test-1-1 .
}
