#+ finds: module:test-4
#+ says: Empty has no learning outcome.
INSERT DATA {
  curriculum:test elm:hasPart module:test-4 .
  module:test-4 a bw:OptionalModule ; dct:title "Empty"@en ; dct:description "Empty."@en ; bw:position 4 ; bw:hours 10.0 ;
    elm:ISCEDFCode isced-f:0031 ; elm:entryRequirement entry:test . }
