# An optional module beside the three core modules; the hours of the curriculum are those of the core modules.
INSERT DATA {
  curriculum:test elm:hasPart module:test-4 .
  module:test-4 a bw:OptionalModule ; dct:title "Signs"@en ; dct:description "About signs."@en ; bw:position 4 ; bw:hours 10.0 ;
    elm:ISCEDFCode isced-f:0031 ; elm:entryRequirement entry:test ; elm:learningOutcome outcome:test-4-1 ; elm:provenBy assessment:test-4 .
  outcome:test-4-1 a bw:LearningOutcome ; dct:title "read signs"@en ; bw:position 1 ; bw:outcomeKind outcome-kind:skill ;
    bw:attains attained:test-1-2-b ; bw:adaptation adaptation:test .
  assessment:test-4 a bw:Assessment ; dct:title "Signs read"@en ; dct:description "A walk."@en ; bw:assesses outcome:test-4-1 .
}
