"""The angle core: timestamped poses in, judged repetitions out.

Pure: reads no clock, file, thread or random number. Imports numpy and a few standard modules.

Glossary (the field's terms, used in names throughout):

- *landmark*: one of BlazePose's 33 body points. *Left* and *right* are the person's own.
- *flexion*: bend of a joint in degrees, 0 = straight. *range of motion*: how far a rep goes.
- *FPPA*: frontal-plane projection angle of hip, knee and ankle; positive = knee inward (valgus).
- *KMD*: knee medial displacement against the toe, in standing shank lengths.
- *KASR*: knee-ankle separation ratio. *NKI*: KASR against the same legs with straight knees.
- *torso length*: mid-shoulder to mid-hip in the image; the unit of lengths here.
- *rep*, *set*, *hold*, *rest*, *tempo*: as in the gym. *partial*: came back too early to count.
  *void*: given up because it could not be followed. *unscored*: counted, but not judged.
- *fault*: a wrong movement seen. *cue*: what is said about it (not here, in mirror/text).
"""
