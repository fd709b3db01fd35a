"""Which store takes which root, and until when. Made by scripts/root_calendar.py.

A root's line is its SHA-256 and name. Below it: store, what happens, the last day on which a leaf
may be issued (`cut`) or the first without the root (`off`; `off~` where it is estimated by the
root's age; `absent`: not in the store's copy), and the source's code.
"""

# ruff: noqa: E501

from __future__ import annotations

MADE = "2026-11-29"
CERTIFI = "2026.10.19"

SOURCES = {
    "APL-2025072000": "Apple's trust store of iOS 26 and macOS 26, read 2025-07-20",
    "CRP-1.8": "Chrome Root Program Policy 1.8, 2026-02-05: an estimate by the root's age",
    "CRS-156": "the root table compiled into Chromium 156, read 2026-11-26",
    "DC-2023": "DigiCert's schedule for its roots, 2023",
    "GS-2025-06-23": "GlobalSign's page on the retirement of its roots, 2025-06-23",
    "GS-2026-02-26": "GlobalSign's page on the move to R46 and E46, 2026-02-26",
    "LE-2026-07-08": "Let's Encrypt's page on its chains, 2026-07-08",
    "MOZ-2026-11-18": "Mozilla's published list of 2026-11-18, second hand",
    "MRSP-3.1": "Mozilla Root Store Policy 3.1, section 7.4: an estimate by the root's age",
    "NSS": "Mozilla's NSS: its release 3.132, notes or history",
    "CHR-131": "Chrome's notice on Entrust, 2024-09-10",
    "ENTRUST": "Entrust's page on Apple, per root uncertain",
}

ROOTS = """\
ebc5570c29018c4d67b1aa127baf12f703b4611ebc17b7dab5573894179b93fa AC RAIZ FNMT-RCM
  certifi
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
554153b13d2cf9ddb753bfbe1a4e0ae08d0aa4187058fe60a2b862b2e4b87bcb AC RAIZ FNMT-RCM SERVIDORES SEGUROS
  apple absent APL-2025072000
  certifi
  chrome off~ 2033-12-20 CRP-1.8
  mozilla off~ 2033-12-20 MRSP-3.1
9a6ec012e1a7da9dbe34194d478ad7c0db1822fb071df12981496ed104384113 ACCVRAIZ1
  certifi
  chrome off~ 2028-04-15 CRP-1.8
  mozilla off~ 2028-04-15 MRSP-3.1
55926084ec963a64b96e2abe01ce0ba86a64fbfebcc7aab5afc155b37fd76066 Actalis Authentication Root CA
  certifi
  chrome off~ 2028-04-15 CRP-1.8
  mozilla off~ 2028-04-15 MRSP-3.1
8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e Amazon Root CA 1
  certifi
  chrome off~ 2030-05-26 CRP-1.8
  mozilla off~ 2030-05-26 MRSP-3.1
1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4 Amazon Root CA 2
  certifi
  chrome cut 2027-09-14 CRS-156
  chrome off~ 2030-05-26 CRP-1.8
  mozilla off~ 2030-05-26 MRSP-3.1
18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4 Amazon Root CA 3
  certifi
  chrome cut 2027-09-14 CRS-156
  chrome off~ 2030-05-26 CRP-1.8
  mozilla off~ 2030-05-26 MRSP-3.1
e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092 Amazon Root CA 4
  certifi
  chrome off~ 2030-05-26 CRP-1.8
  mozilla off~ 2030-05-26 MRSP-3.1
fb8fec759169b9106b1e511644c618c51304373f6c0643088d8beffd1b997599 ANF Secure Server Root CA
  apple absent APL-2025072000
  certifi
  chrome cut 2027-01-14 CRS-156
  chrome off~ 2034-09-04 CRP-1.8
  mozilla off~ 2034-09-04 MRSP-3.1
f356bea244b7a91eb35d53ca9ad7864ace018e2d35d5f8f96ddf68a6f41aa474 Atos TrustedRoot 2011
  chrome absent CRS-156
  mozilla off 2026-07-14 NSS
b2fae53e14ccd7ab9212064701ae279c1d8988facb775fa8a008914e663988a8 Atos TrustedRoot Root CA ECC TLS 2021
  certifi
  chrome off~ 2036-04-22 CRP-1.8
  mozilla off~ 2036-04-22 MRSP-3.1
81a9088ea59fb364c548a6f85559099b6f0405efbf18e5324ec9f457ba00112f Atos TrustedRoot Root CA RSA TLS 2021
  certifi
  chrome off~ 2036-04-22 CRP-1.8
  mozilla off~ 2036-04-22 MRSP-3.1
57de0583efd2b26e0361da99da9df4648def7ee8441c3b728afa9bcde0f9b26a Autoridad de Certificacion Firmaprofesional CIF A62634068
  apple absent APL-2025072000
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2029-09-23 CRP-1.8
  mozilla cut 2026-08-06 MOZ-2026-11-18
  mozilla off~ 2029-09-23 MRSP-3.1
f3896f88fe7c0a882766a7fa6ad2749fb57a7f3e98fb769c1fa7b09c2c44d5ae BJCA Global Root CA1
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2034-12-19 MRSP-3.1
574df6931e278039667b720afdc1600fc27eb66dd3092979fb73856487212882 BJCA Global Root CA2
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2034-12-19 MRSP-3.1
9a114025197c5bb95d94e63d55cd43790847b646b23cdf11ada4a00eff15fb48 Buypass Class 2 Root CA
  certifi
  chrome cut 2025-10-31 CRS-156
  chrome off~ 2028-04-15 CRP-1.8
  mozilla off 2026-11-18 MOZ-2026-11-18
edf7ebbca27a2a384d387b7d4010c666e2edb4843e4c29b4ae1d5b9332e6b24d Buypass Class 3 Root CA
  certifi
  chrome cut 2025-10-31 CRS-156
  chrome off~ 2028-04-15 CRP-1.8
  mozilla off 2026-11-18 MOZ-2026-11-18
e23d4a036d7b70e9f595b1422079d2b91edfbb1fb651a0633eaa8a9dc5f80703 CA Disig Root R2
  certifi
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
b4585f22e4ac756a4e8612a1361c5d9d031a93fd84febb778fa3068b0fc42dc2 Certainly Root E1
  certifi
  chrome off~ 2036-04-01 CRP-1.8
  mozilla off~ 2036-04-01 MRSP-3.1
77b82cd8644c4305f7acc5cb156b45675004033d51c60c6202a8e0c33467d3a0 Certainly Root R1
  certifi
  chrome off~ 2036-04-01 CRP-1.8
  mozilla off~ 2036-04-01 MRSP-3.1
e3b6a2db2ed7ce48842f7ac53241c7b71d54144bfb40c11f3f1d0b42f5eea12d Certigna
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
d48d3d23eedb50a459e55197601c27774b9d7b18c94d5a059511a10250b93168 Certigna Root CA
  apple absent APL-2025072000
  certifi
  chrome cut 2026-06-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off 2026-11-18 MOZ-2026-11-18
657cfe2fa73faa38462571f332a2363a46fce7020951710702cdfbb6eeda3305 certSIGN Root CA G2
  certifi
  chrome off~ 2032-02-06 CRP-1.8
  mozilla off~ 2032-02-06 MRSP-3.1
6b328085625318aa50d173c98d8bda09d57e27413d114cf787a0f5d06c030cf6 Certum EC-384 CA
  certifi
  chrome off~ 2033-03-26 CRP-1.8
  mozilla off~ 2033-03-26 MRSP-3.1
5c58468d55f58e497e743982d2b50010b6d165374acf83a7d4a32db768c4408e Certum Trusted Network CA
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
b676f2eddae8775cd36cb0f63cd1d4603961f49e6265ba013a2f0307b6d0b804 Certum Trusted Network CA 2
  certifi
  chrome absent CRS-156
  mozilla off~ 2028-04-15 MRSP-3.1
fe7696573855773e37a95e7ad4d9cc96c30157c15d31765ba9b15704e1ae78fd Certum Trusted Root CA
  certifi
  chrome off~ 2033-03-16 CRP-1.8
  mozilla off~ 2033-03-16 MRSP-3.1
5cc3d78e4e1d5e45547a04e6873e64f90cf9536d1ccc2ef800f355c4c5fd70fd CFCA EV ROOT
  certifi
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4 Comodo AAA Services root
  chrome absent CRS-156
  mozilla off 2025-04-15 NSS
0c2cd63df7806fa399ede809116b575bf87989f06518f9808c860503178baf66 COMODO Certification Authority
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
1793927a0614549789adce2f8f34f7f0b66d0f3ae3a3b84d21ec15dbba4fadc7 COMODO ECC Certification Authority
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
52f0e1c4e58ec629291b60317f074671b85d7ea80d5b07273463534b32b40234 COMODO RSA Certification Authority
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2028-04-15 CRP-1.8
  mozilla off~ 2028-04-15 MRSP-3.1
e59aaa816009c22bff5b25bad37df306f049797c1f81d85ab089e657bd8f0044 D-TRUST BR Root CA 1 2020
  apple absent APL-2025072000
  certifi
  chrome cut 2027-09-14 CRS-156
0552e6f83fdf65e8fa9670e666df28a4e21340b510cbe52566f97c4fb94b2bd1 D-TRUST BR Root CA 2 2023
  apple absent APL-2025072000
  certifi
  chrome cut 2027-09-14 CRS-156
08170d1aa36453901a2f959245e347db0c8d37abaabc56b81aa100dc958970db D-TRUST EV Root CA 1 2020
  apple absent APL-2025072000
  certifi
  chrome cut 2027-08-30 CRS-156
8e8221b2e7d4007836a1672f0dcc299c33bc07d316f132fa1a206d587150f1ce D-TRUST EV Root CA 2 2023
  apple absent APL-2025072000
  certifi
  chrome cut 2027-08-30 CRS-156
49e7a442acf0ea6287050054b52564b650e4f49e42e348d6aa38e039e957b1c1 D-TRUST Root Class 3 CA 2 2009
  certifi
  chrome cut 2026-05-28 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
eec5496b988ce98625b934092eec2908bed0b0f316c2d4730c84eaf1f3d34881 D-TRUST Root Class 3 CA 2 EV 2009
  certifi
  chrome cut 2026-05-28 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c DigiCert Assured ID Root CA
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
7d05ebb682339f8c9451ee094eebfefa7953a114edb2f44949452fab7d2fc185 DigiCert Assured ID Root G2
  certifi
  chrome cut 2026-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
7e37cb8b4c47090cab36551ba6f45db840680fba166a952db100717f43053fc2 DigiCert Assured ID Root G3
  certifi
  chrome cut 2026-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161 DigiCert Global Root CA
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f DigiCert Global Root G2
  certifi
  chrome cut 2027-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off 2029-04-15 DC-2023
31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0 DigiCert Global Root G3
  certifi
  chrome cut 2027-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf DigiCert High Assurance EV Root CA
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
018e13f0772532cf809bd1b17281867283fc48c6e13be9c69812854a490c1b05 DigiCert TLS ECC P384 Root G5
  certifi
  chrome off~ 2036-01-15 CRP-1.8
  mozilla off~ 2036-01-15 MRSP-3.1
371a00dc0533b3721a7eeb40e8419e70799d2b0a0f2c1d80693165f7cec4ad75 DigiCert TLS RSA4096 Root G5
  certifi
  chrome off~ 2036-01-15 CRP-1.8
  mozilla off 2036-01-15 DC-2023
552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988 DigiCert Trusted Root G4
  certifi
  chrome cut 2026-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off 2026-11-18 MOZ-2026-11-18
beb00b30839b9bc32c32e4447905950641f26421b15ed089198b518ae2ea1b99 e-Szigno Root CA 2017
  apple absent APL-2025072000
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2032-08-22 CRP-1.8
  mozilla off~ 2032-08-22 MRSP-3.1
b49141502d00663d740f2e7ec340c52800962666121a36d09cf7dd2b90384fb4 e-Szigno TLS Root CA 2023
  apple absent APL-2025072000
  certifi
bc4d809b15189d78db3e1d8cf4f9726a795da1643ca5f1358e1ddb0edc0d7eb3 emSign ECC Root CA - C3
  apple absent APL-2025072000
  chrome absent CRS-156
  mozilla off 2026-10-20 NSS
86a1ecba089c4a8d3bbe2734c612ba341d813e043cf9e8a862cd5c57a36bbe6b emSign ECC Root CA - G3
  mozilla off 2026-10-20 NSS
125609aa301da0a249b97a8239cb6a34216f44dcac9f3954b14292f2e8c8608f emSign Root CA - C1
  apple absent APL-2025072000
  chrome absent CRS-156
  mozilla off 2026-10-20 NSS
40f6af0346a99aa1cd1d555a4e9cce62c7f9634603ee406615833dc8c8d00367 emSign Root CA - G1
  mozilla cut 2026-11-16 MOZ-2026-11-18
  mozilla off~ 2033-02-18 MRSP-3.1
73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c Entrust Root Certification Authority
  chrome absent CRS-156
  mozilla cut 2024-11-30 NSS
  mozilla off 2026-06-11 NSS
02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5 Entrust Root Certification Authority - EC1
  apple cut 2024-11-15 ENTRUST
  chrome absent CRS-156
  chrome cut 2024-11-11 CHR-131
  mozilla cut 2024-11-30 NSS
  mozilla off 2026-04-15 NSS
43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339 Entrust Root Certification Authority - G2
  apple cut 2024-11-15 ENTRUST
  chrome absent CRS-156
  chrome cut 2024-11-11 CHR-131
  mozilla cut 2024-11-30 NSS
  mozilla off 2026-04-15 NSS
db3517d1f6732a2d5ab97c533ec70779ee3270a62fb4ac4238372460e6f01e88 Entrust Root Certification Authority - G4
  apple cut 2024-11-15 ENTRUST
  chrome absent CRS-156
  chrome cut 2024-11-11 CHR-131
  mozilla off 2024-11-15 NSS
6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177 Entrust.net Premium 2048 Secure Server CA
  apple cut 2024-11-15 ENTRUST
  chrome absent CRS-156
  chrome cut 2024-11-11 CHR-131
  mozilla cut 2024-11-30 NSS
  mozilla off 2025-04-15 NSS
c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5 ePKI Root Certification Authority
  chrome absent CRS-156
  mozilla cut 2025-04-15 NSS
  mozilla off 2026-08-16 NSS
bfff8fd04433487d6a8aa60c1a29767a9fc2bbb05e420f713a13b992891d3893 GDCA TrustAUTH R5 ROOT
  certifi
  chrome off~ 2029-11-26 CRP-1.8
  mozilla off~ 2029-11-26 MRSP-3.1
b085d70b964f191a73e4af0d54ae7a0e07aafdaf9b71dd0862138ab7325a24a2 GlobalSign ECC Root CA - R4
  certifi
  chrome cut 2027-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
179fbc148a3dd00fd24ea13458cc43bfa7f59c8182d783a513f6ebec100c8924 GlobalSign ECC Root CA - R5
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off 2029-04-15 GS-2026-02-26
ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99 GlobalSign Root CA
  chrome absent CRS-156
  mozilla off 2025-04-15 NSS
cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b GlobalSign Root CA - R3
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off 2027-04-15 GS-2026-02-26
2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69 GlobalSign Root CA - R6
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2029-12-10 CRP-1.8
  mozilla off 2029-12-10 GS-2025-06-23
cbb9c44d84b8043e1050ea31a69f514955d7bfd2e2c6b49301019ad61d9f5058 GlobalSign Root E46
  certifi
  chrome off~ 2034-03-20 CRP-1.8
  mozilla off~ 2034-03-20 MRSP-3.1
4fa3126d8d3a11d1c4855a4f807cbad6cf919d3a5a88b03bea2c6372d93c40c9 GlobalSign Root R46
  certifi
  chrome off~ 2034-03-20 CRP-1.8
  mozilla off~ 2034-03-20 MRSP-3.1
c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4 Go Daddy Class 2 CA
  chrome absent CRS-156
  mozilla off 2025-04-15 NSS
45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda Go Daddy Root Certificate Authority - G2
  certifi
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
d947432abde7b7fa90fc2e6b59101b1280e0e1c7e4e40fa3c6887fff57a7f4cf GTS Root R1
  certifi
  chrome off~ 2031-06-22 CRP-1.8
  mozilla off~ 2031-06-22 MRSP-3.1
8d25cd97229dbf70356bda4eb3cc734031e24cf00fafcfd32dc76eb5841c7ea8 GTS Root R2
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
34d8a73ee208d9bcdb0d956520934b4e40e69482596e8b6f73c8426b010a6f48 GTS Root R3
  certifi
  chrome absent CRS-156
  mozilla off~ 2031-06-22 MRSP-3.1
349dfa4058c5e263123b398ae795573c4e1313c83fe68f93556cd5e8031b3c7d GTS Root R4
  certifi
  chrome off~ 2031-06-22 CRP-1.8
  mozilla off~ 2031-06-22 MRSP-3.1
3f99cc474acfce4dfed58794665e478d1547739f2e780f1bb4ca9b133097d401 HARICA TLS ECC Root CA 2021
  certifi
  chrome off~ 2036-02-19 CRP-1.8
  mozilla off~ 2036-02-19 MRSP-3.1
d95d0e8eda79525bf9beb11b14d2100d3294985f0c62d9fabd9cd999eccb7b1d HARICA TLS RSA Root CA 2021
  certifi
  chrome off~ 2036-02-19 CRP-1.8
  mozilla off~ 2036-02-19 MRSP-3.1
44b545aa8a25e65a73ca15dc27fc36d24c1cb9953a066539b11582dc487b4833 Hellenic Academic and Research Institutions ECC RootCA 2015
  certifi
  chrome absent CRS-156
  mozilla off~ 2030-07-07 MRSP-3.1
a040929a02ce53b4acf4f2ffc6981ce4496f755e6d45fe0b2a692bcd52523f36 Hellenic Academic and Research Institutions RootCA 2015
  certifi
  chrome absent CRS-156
  mozilla off~ 2030-07-07 MRSP-3.1
f015ce3cc239bfef064be9f1d2c417e1a0264a0a94be1f0c8d121864eb6949cc HiPKI Root CA - G1
  certifi
  chrome cut 2025-07-31 CRS-156
  chrome off~ 2034-02-22 CRP-1.8
  mozilla off~ 2034-02-22 MRSP-3.1
5a2fc03f0c83b090bbfa40604b0988446c7636183df9846e17101a447fb8efd6 Hongkong Post Root CA 3
  certifi
  chrome off~ 2032-06-03 CRP-1.8
  mozilla off~ 2032-06-03 MRSP-3.1
5d56499be4d2e08bcfcad08a3e38723d50503bde706948e42f55603019e528ae IdenTrust Commercial Root CA 1
  certifi
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
30d0895a9a448a262091635522d1f52010b5867acae12c78ef958fd4f4389f2f IdenTrust Public Sector Root CA 1
  certifi
  chrome absent CRS-156
  mozilla off~ 2029-04-15 MRSP-3.1
96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6 ISRG Root X1
  certifi
  chrome off~ 2030-06-04 CRP-1.8
  mozilla off 2030-06-04 LE-2026-07-08
69729b8e15a86efc177a57afb7171dfc64add28c2fca8cf1507e34453ccb1470 ISRG Root X2
  certifi
  chrome off~ 2035-09-04 CRP-1.8
  mozilla off 2035-09-04 LE-2026-07-08
2530cc8e98321502bad96f9b1fba1b099e2d299e0f4548bb914f363bc0d4531f Izenpe.com
  certifi
  chrome cut 2026-04-14 CRS-156
  mozilla cut 2026-04-15 NSS
3c5f81fea5fab82c64bfa2eaecafcde8e077fc8620a7cae537163df36edbf378 Microsec e-Szigno Root CA 2009
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
358df39d764af9e1b766e9c972df352ee15cfac227af6ad1d70e8e4a6edcba02 Microsoft ECC Root Certificate Authority 2017
  certifi
  chrome off~ 2034-12-18 CRP-1.8
  mozilla off~ 2034-12-18 MRSP-3.1
c741f70f4b2a8d88bf2e71c14122ef53ef10eba0cfa5e64cfa20f418853073e0 Microsoft RSA Root Certificate Authority 2017
  certifi
  chrome off~ 2034-12-18 CRP-1.8
  mozilla off~ 2034-12-18 MRSP-3.1
88f438dcf8ffd1fa8f429115ffe5f82ae1e06e0c70c375faad717b34a49e7265 NAVER Global Root Certification Authority
  certifi
  chrome off~ 2032-08-18 CRP-1.8
  mozilla off~ 2032-08-18 MRSP-3.1
6c61dac3a2def031506be036d2a6fe401994fbd13df9c8d466599274c446ec98 NetLock Arany (Class Gold) Főtanúsítvány
  certifi
  chrome absent CRS-156
  mozilla off~ 2027-04-15 MRSP-3.1
eec997c0c30f216f7e3b8b307d2bae42412d753fc8219dafd1520b2572850f49 OISTE Server Root ECC G1
  apple absent APL-2025072000
  certifi
  chrome off~ 2038-05-31 CRP-1.8
  mozilla off~ 2038-05-31 MRSP-3.1
9ae36232a5189ffddb353dfd26520c015395d22777dac59db57b98c089a651e6 OISTE Server Root RSA G1
  apple absent APL-2025072000
  certifi
  chrome off~ 2038-05-31 CRP-1.8
  mozilla off~ 2038-05-31 MRSP-3.1
6b9c08e86eb0f767cfad65cd98b62149e5494a67f5845e7bd1ed019f27b86bd6 OISTE WISeKey Global Root GB CA
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2029-12-01 CRP-1.8
  mozilla off~ 2029-12-01 MRSP-3.1
8560f91c3624daba9570b5fea0dbe36ff11a8323be9486854fb3f34a5571198d OISTE WISeKey Global Root GC CA
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2032-05-09 CRP-1.8
  mozilla off~ 2032-05-09 MRSP-3.1
8a866fd1b276b57e578e921c65828a2bed58e9f2f288054134b7f1f4bfc9cc74 QuoVadis Root CA 1 G3
  certifi
  chrome absent CRS-156
  mozilla off 2026-11-18 MOZ-2026-11-18
85a0dd7dd720adb7ff05f83d542b209dc7ff4528f7d677b18389fea5e5c49e86 QuoVadis Root CA 2
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
8fe4fb0af93a4d0d67db0bebb23e37c71bf325dcbcdd240ea04daf58b47e1840 QuoVadis Root CA 2 G3
  certifi
  chrome cut 2027-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
18f1fc7f205df8adddeb7fe007dd57e3af375a9c4d8d73546bf4f1fed1e18d35 QuoVadis Root CA 3
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
88ef81de202eb018452e43f864725cea5fbd1fc2d9d205730709c5d8b8690f46 QuoVadis Root CA 3 G3
  certifi
  chrome cut 2027-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off 2026-11-18 MOZ-2026-11-18
e14ffcad5b0025731006caa43a121a22d8e9700f4fb9cf852f02a708aa5d5666 Root YE
  chrome absent CRS-156
  mozilla absent NSS
e57b7e6f150c419102e8d5c055729ff967b9d1a829bf00cec89ca604ebf4a86f Root YR
  chrome absent CRS-156
  mozilla absent NSS
6ab2ab75f51cb4f4f0156203fbf6f646232f514be059f62833308b82b4d72db1 SECOM TLS ECC Root CA 2024
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2039-01-31 MRSP-3.1
1435f225c5d252d7a21948cc3ce62aecfa88001e3dd72d1cc3555100eb372f93 SECOM TLS RSA Root CA 2024
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2039-01-31 MRSP-3.1
c90f26f0fb1b4018b22227519b5ca2b53e2ca5b3be5cf18efe1bef47380c5383 Sectigo Public Server Authentication Root E46
  certifi
  chrome off~ 2036-03-22 CRP-1.8
  mozilla off~ 2036-03-22 MRSP-3.1
7bb647a62aeeac88bf257aa522d01ffea395e0ab45c73f93f65654ec38f25a06 Sectigo Public Server Authentication Root R46
  certifi
  chrome off~ 2036-03-22 CRP-1.8
  mozilla off~ 2036-03-22 MRSP-3.1
4b009c1034494f9ab56bba3ba1d62731fc4d20d8955adcec10a925607261e338 SecureSign Root CA14
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2035-04-08 MRSP-3.1
e778f0f095fe843729cd1a0082179e5314a9c291442805e1fb1d8fb6b8886c3a SecureSign Root CA15
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2035-04-08 MRSP-3.1
e74fbda55bd564c473a36b441aa799c8a68e077440e8288b9fa1e50e4bbaca11 Security Communication ECC RootCA1
  certifi
  chrome off~ 2031-06-16 CRP-1.8
  mozilla off~ 2031-06-16 MRSP-3.1
513b2cecb810d4cde5dd85391adfc6c2dd60d87bb736d2b521484aa47a0ebef6 Security Communication RootCA2
  certifi
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
22a2c1f7bded704cc1e701b5f408c310880fe956b5de2a4a44f99c873a25a7c8 SSL.com EV Root Certification Authority ECC
  certifi
  chrome cut 2026-06-14 CRS-156
  chrome off~ 2031-02-12 CRP-1.8
  mozilla off~ 2031-02-12 MRSP-3.1
2e7bf16cc22485a7bbe2aa8696750761b0ae39be3b2fe9d0cc6d4ef73491425c SSL.com EV Root Certification Authority RSA R2
  certifi
  chrome cut 2026-06-14 CRS-156
  chrome off~ 2032-05-31 CRP-1.8
  mozilla off~ 2032-05-31 MRSP-3.1
3417bb06cc6007da1b961c920b8ab4ce3fad820e4aa30b9acbc4a74ebdcebc65 SSL.com Root Certification Authority ECC
  certifi
  chrome cut 2026-06-14 CRS-156
  chrome off~ 2031-02-12 CRP-1.8
  mozilla off~ 2031-02-12 MRSP-3.1
85666a562ee0be5ce925c1d8890a6f76a87ec16d4d7d5f29ea7419cf20123b69 SSL.com Root Certification Authority RSA
  certifi
  chrome cut 2026-06-14 CRS-156
  chrome off~ 2031-02-12 CRP-1.8
  mozilla off~ 2031-02-12 MRSP-3.1
c32ffd9f46f936d16c3673990959434b9ad60aafbb9e7cf33654f144cc1ba143 SSL.com TLS ECC Root CA 2022
  certifi
  chrome off~ 2037-08-25 CRP-1.8
  mozilla off~ 2037-08-25 MRSP-3.1
8faf7d2e2cb4709bb8e0b33666bf75a5dd45b5de480f8ea8d4bfe6bebc17f2ed SSL.com TLS RSA Root CA 2022
  certifi
  chrome off~ 2037-08-25 CRP-1.8
  mozilla off~ 2037-08-25 MRSP-3.1
1465fa205397b876faa6f0a9958e5590e40fcc7faa4fb7c2c8677521fb5fb658 Starfield Class 2 CA
  chrome absent CRS-156
  mozilla off 2025-04-15 NSS
2ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154dbb7f5 Starfield Root Certificate Authority - G2
  certifi
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5 Starfield Services Root Certificate Authority - G2
  certifi
  chrome absent CRS-156
  mozilla off~ 2027-04-15 MRSP-3.1
62dd0be9b9f50a163ea0f8e75c053b1eca57ea55c8688f647c6881f2c8357b95 SwissSign Gold CA - G2
  chrome absent CRS-156
  mozilla off 2026-04-15 NSS
193144f431e0fddb740717d4de926a571133884b4360d30e272913cbe660ce41 SwissSign RSA TLS Root CA 2022 - 1
  apple absent APL-2025072000
  certifi
  chrome cut 2027-06-14 CRS-156
  chrome off~ 2037-06-08 CRP-1.8
  mozilla off~ 2037-06-08 MRSP-3.1
a1339d33281a0b56e557d3d32b1ce7f9367eb094bd5fa72a7e5004c8ded7cafe SZAFIR ROOT CA2
  apple absent APL-2025072000
  certifi
  chrome off~ 2030-10-19 CRP-1.8
  mozilla off~ 2030-10-19 MRSP-3.1
91e2f5788d5810eba7ba58737de1548a8ecacd014598bc0b143e041b17052552 T-TeleSec GlobalRoot Class 2
  certifi
  chrome cut 2026-05-28 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
fd73dad31c644ff1b43bef0ccdda96710b9cd9875eca7e31707af3e96d522bbd T-TeleSec GlobalRoot Class 3
  certifi
  chrome cut 2026-05-28 CRS-156
  chrome off~ 2027-04-15 CRP-1.8
  mozilla off~ 2027-04-15 MRSP-3.1
578af4ded0853f4e5998db4aeaf9cbea8d945f60b620a38d1a3c13b2bc7ba8e1 Telekom Security TLS ECC Root 2020
  apple absent APL-2025072000
  certifi
  chrome cut 2027-08-30 CRS-156
  chrome off~ 2035-08-25 CRP-1.8
  mozilla off~ 2035-08-25 MRSP-3.1
efc65cadbb59adb6efe84da22311b35624b71b3b1ea0da8b6655174ec8978646 Telekom Security TLS RSA Root 2023
  apple absent APL-2025072000
  certifi
  chrome cut 2027-08-30 CRS-156
  chrome off~ 2038-03-28 CRP-1.8
  mozilla off~ 2038-03-28 MRSP-3.1
098e08a91dbbf77478b96cceb89b1413a5da37b7c862606a955deb07179f4326 Telia EC TLS Root CA v3
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2038-11-15 MRSP-3.1
242b69742fcb1e5b2abf98898b94572187544e5b4d9911786573621f6a74b82c Telia Root CA v2
  certifi
  chrome off~ 2033-11-29 CRP-1.8
  mozilla off~ 2033-11-29 MRSP-3.1
d13db1294c45ebc6fc86c6bbf69fa29bdfe692dff7c713c243c7a956c6a2284c Telia RSA TLS Root CA v3
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2038-11-15 MRSP-3.1
e0d3226aeb1163c2e48ff9be3b50b4c6431be7bb1eacc5c36b5d5ec509039a08 TrustAsia Global Root CA G3
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2036-05-20 MRSP-3.1
be4b56cb5056c0136a526df444508daa36a0b54f42e4ac38f72af470e479654c TrustAsia Global Root CA G4
  apple absent APL-2025072000
  certifi
  chrome absent CRS-156
  mozilla off~ 2036-05-20 MRSP-3.1
c0076b9ef0531fb1a656d67c4ebe97cd5dbaa41ef44598acc2489878c92d8711 TrustAsia TLS ECC Root CA
  apple absent APL-2025072000
  certifi
  chrome off~ 2039-05-15 CRP-1.8
  mozilla off~ 2039-05-15 MRSP-3.1
06c08d7dafd876971eb1124fe67f847ec0c7a158d3ea53cbe940e2ea9791f4c3 TrustAsia TLS RSA Root CA
  apple absent APL-2025072000
  certifi
  chrome off~ 2039-05-15 CRP-1.8
  mozilla off~ 2039-05-15 MRSP-3.1
46edc3689046d53a453fb3104ab80dcaec658b2660ea1629dd7e867990648716 TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1
  certifi
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
2e44102ab58cb85419451c8e19d9acf3662cafbc614b6a53960a30f7d0e2eb41 TunTrust Root CA
  apple absent APL-2025072000
  certifi
  chrome off~ 2034-04-26 CRP-1.8
  mozilla off~ 2034-04-26 MRSP-3.1
3f63bb2814be174ec8b6439cf08d6d56f0b7c405883a5648a334424d6b3ec558 TWCA CYBER Root CA
  apple absent APL-2025072000
  certifi
  chrome off~ 2037-11-22 CRP-1.8
  mozilla off~ 2037-11-22 MRSP-3.1
59769007f7685d0fcd50872f9f95d5755a5b2b457d81f3692b610a98672f0e1b TWCA Global Root CA
  certifi
  chrome cut 2026-09-14 CRS-156
  chrome off~ 2029-04-15 CRP-1.8
  mozilla off~ 2029-04-15 MRSP-3.1
bfd88fe1101c41ae3e801bf8be56350ee9bad1a6b9bd515edc5c6d5b8711ac44 TWCA Root Certification Authority
  certifi
  chrome absent CRS-156
  mozilla off~ 2027-04-15 MRSP-3.1
d43af9b35473755c9684fc06d7d8cb70ee5c28e773fb294eb41ee71722924d24 UCA Extended Validation Root
  apple absent APL-2025072000
  certifi
  chrome off~ 2030-03-13 CRP-1.8
  mozilla off~ 2030-03-13 MRSP-3.1
9bea11c976fe014764c1be56a6f914b5a560317abd9988393382e5161aa0493c UCA Global G2 Root
  apple absent APL-2025072000
  certifi
  chrome off~ 2031-03-11 CRP-1.8
  mozilla off~ 2031-03-11 MRSP-3.1
4ff460d54b9c86dabfbcfc5712e0400d2bed3fbc4d4fbdaa86e06adcd2a9ad7a USERTrust ECC Certification Authority
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2028-04-15 CRP-1.8
  mozilla off~ 2028-04-15 MRSP-3.1
e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2 USERTrust RSA Certification Authority
  certifi
  chrome cut 2026-09-30 CRS-156
  chrome off~ 2028-04-15 CRP-1.8
  mozilla off~ 2028-04-15 MRSP-3.1
30fbba2c32238e2a98547af97931e550428b9b3f1c8eeb6633dcfa86c5b27dd3 vTrus ECC Root CA
  apple absent APL-2025072000
  certifi
  chrome cut 2027-01-14 CRS-156
  chrome off~ 2033-07-31 CRP-1.8
  mozilla off~ 2033-07-31 MRSP-3.1
8a71de6559336f426c26e53880d00d88a18da4c6a91f0dcb6194e206c5c96387 vTrus Root CA
  apple absent APL-2025072000
  certifi
  chrome cut 2027-01-14 CRS-156
  chrome off~ 2033-07-31 CRP-1.8
  mozilla off~ 2033-07-31 MRSP-3.1
"""
