"""OpenCV's process-wide settings, in one place."""

import os

import cv2


def settle() -> None:
    """Make OpenCV quiet and single-threaded; may be called any number of times.

    Call it before the first capture is opened: OpenCV reads the variables then. A value set
    by the person wins.
    """
    # Its own and FFmpeg's remarks go to stderr by number and address. Our errors say what is
    # wrong and what to do.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
    # OpenCV 5 moved the function; tflite-runtime's numpy 1 needs OpenCV 4.
    set_log_level = getattr(cv2, "setLogLevel", None) or cv2.utils.logging.setLogLevel
    set_log_level(0)  # LOG_LEVEL_SILENT
    # Seconds until an unplugged webcam counts as silent (OpenCV waits ten).
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")
    # OpenCV's threads cost more than they give on 256 px crops, and a Pi needs its other
    # cores for the network, the camera and the screen.
    cv2.setNumThreads(1)
