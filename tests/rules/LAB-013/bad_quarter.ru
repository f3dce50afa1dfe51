#+ finds: curriculum:test
#+ says: A first course has too little learning at the workplace: a unit in each module and a quarter of all hours are needed.
# A short unit at the workplace in each module, 30 of 160 hours.
DELETE WHERE { ?unit bw:setting setting:workplace } ;
INSERT DATA {
  unit:test-1-1 bw:setting setting:workshop . unit:test-2-1 bw:setting setting:workshop . unit:test-3-1 bw:setting setting:workshop .
  module:test-1 elm:hasPart unit:a . unit:a a bw:Unit ; bw:hours 10.0 ; bw:setting setting:workplace .
  module:test-2 elm:hasPart unit:b . unit:b a bw:Unit ; bw:hours 10.0 ; bw:setting setting:workplace .
  module:test-3 elm:hasPart unit:c . unit:c a bw:Unit ; bw:hours 10.0 ; bw:setting setting:workplace .
} ;
DELETE DATA { unit:test-1-1 bw:hours 40.0 . unit:test-2-1 bw:hours 50.0 . unit:test-3-1 bw:hours 50.0 } ;
INSERT DATA { unit:test-1-1 bw:hours 30.0 . unit:test-2-1 bw:hours 40.0 . unit:test-3-1 bw:hours 40.0 }
