"""Scores by Triton's own client as its users would; prints what came back as one JSON object."""

import json
import sys

import numpy as np
import tritonclient.http as triton


def named(binary: bool) -> list[triton.InferInput]:
    carrier = triton.InferInput("carrier", [3], "BYTES")
    carrier.set_data_from_numpy(np.array(["UA", "AA", "AA"], dtype=np.object_), binary_data=binary)
    distance = triton.InferInput("distance", [3], "FP32")
    distance.set_data_from_numpy(np.array([719, 100, 900], dtype=np.float32), binary_data=binary)
    return [carrier, distance]


def margins(client: triton.InferenceServerClient, inputs: list[triton.InferInput], binary: bool) -> list[float]:
    wanted = [triton.InferRequestedOutput("margin", binary_data=binary)]
    result = client.infer("late", inputs, outputs=wanted, request_id="call-7")
    return result.as_numpy("margin").ravel().tolist()


def main() -> None:
    client = triton.InferenceServerClient(sys.argv[1])
    matrix = triton.InferInput("rows", [3, 2], "FP32")
    matrix.set_data_from_numpy(np.array([[1, 719], [0, 100], [0, 900]], dtype=np.float32))
    try:
        client.infer("later", named(True))
        refusal = "none"
    except triton.InferenceServerException as refused:
        refusal = refused.message()
    print(
        json.dumps(
            {
                "live": client.is_server_live(),
                "ready": client.is_server_ready() and client.is_model_ready("late"),
                "server": client.get_server_metadata()["name"],
                "versions": client.get_model_metadata("late")["versions"],
                "index": client.get_model_repository_index(),
                "binary": margins(client, named(True), True),
                "json": margins(client, named(False), False),
                "matrix": margins(client, [matrix], True),
                "refusal": refusal,
            }
        )
    )


main()
