import BelfryCore
import Testing

struct LabelSetTests {
    @Test(
        arguments: [
            (LabelSet(), 0xcbf2_9ce4_8422_2325),
            (LabelSet(["a": "b"]), fnv("a\u{0}b\u{0}")),
            (
                LabelSet(["name": "garland", "fear": "love is not"]),
                fnv("fear\u{0}love is not\u{0}name\u{0}garland\u{0}")
            ),
        ] as [(LabelSet, UInt64)]
    )
    func fingerprintIsPrometheusOne(labels: LabelSet, expected: UInt64) {
        #expect(labels.fingerprint == expected)
    }

    @Test func fingerprintAgreesWithTheIdentityOfAnAlert() {
        let labels: LabelSet = ["alertname": "JobFailed", "cron_job_id": "j1", "team": "ops", "Zone": "ü"]
        let identity = AlertIdentity.fingerprint(
            alertname: "JobFailed",
            jobID: "j1",
            labels: ["team": "ops", "Zone": "ü"]
        )
        #expect(labels.fingerprint == identity)
    }

    @Test func printsAsAlertmanagerDoes() {
        #expect(LabelSet().description == "{}")
        let labels: LabelSet = ["b": "x\"\n\t\u{1}\\", "a": "ü"]
        #expect(labels.description == #"{a="ü", b="x\"\n\t\x01\\"}"#)
    }

    /// FNV-1a 64 of a text in which U+0000 stands for the byte 0xFF.
    private static func fnv(_ text: String) -> UInt64 {
        text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1 == 0 ? 0xFF : $1)) &* 1_099_511_628_211 }
    }
}
