#+ finds: a blank node
#+ says: A resource without a URI states an origin: Nameless.
INSERT DATA { [] a bw:Source ; dct:title "Nameless"@en ; dct:source <https://example.org/page> ; bw:origin origin:fact }
